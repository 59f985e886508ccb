"""Persons, employment, cadres, contacts, accounts, roles in areas, duplicates."""
