"""海外知识产权纠纷应对知识库: the Overseas IP Dispute Response Knowledge Base. `docs/architecture.md` draws the house."""

__version__ = "0.1.0"
