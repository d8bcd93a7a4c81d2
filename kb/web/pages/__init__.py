"""What each template is given: one frozen dataclass with a `frame`, built by a function of library, language and day."""
