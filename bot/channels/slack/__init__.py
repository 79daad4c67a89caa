"""Slack: an app in one workspace or many."""
