// The module secded_encoder goes here.
