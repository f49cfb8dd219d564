"""Names by their old places."""
from .polars_pipeline import PolarsDataPipeline

__all__ = ["PolarsDataPipeline"]
