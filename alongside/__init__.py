"""Alongside: mentoring programmes for health workers."""
