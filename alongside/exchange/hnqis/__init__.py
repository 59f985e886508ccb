"""The tables that HNQIS exports: programmes, composite scores, questions, options and what they depend on."""
