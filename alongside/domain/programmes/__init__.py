"""The design of a programme: technical areas, competencies, checklists in use, who takes part."""
