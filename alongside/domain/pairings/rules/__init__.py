"""What is decided about relationships: their steps, and who fits whom."""
