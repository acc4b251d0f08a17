"""The Insights screen: what answers took, what staying indoors saves or costs."""
