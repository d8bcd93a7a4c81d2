"""Accounts through their door."""
