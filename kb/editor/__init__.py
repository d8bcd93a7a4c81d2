"""From draft to publication. `exchange` moves texts between the content folder and the store."""
