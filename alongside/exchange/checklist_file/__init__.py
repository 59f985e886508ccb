"""A checklist as a JSON file: from one installation to another with nothing lost."""
