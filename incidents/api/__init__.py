"""The record by API: one module per entity, each address calling one service."""
