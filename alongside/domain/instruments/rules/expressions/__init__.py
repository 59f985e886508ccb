"""The XPath of XForms: parsed once to a tree, evaluated as JavaRosa does. Pure: no clock, no chance of its own."""
