"""Tables become charts, pages and files a report can use, in Chinese and English; nothing here runs a model."""
