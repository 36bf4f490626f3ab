# What MiniStack has and localstack.tfvars switches off: API Gateway v2, and a queue that calls a
# function. Its scheduler cannot send to a queue; emulation.ticker does that part.
api_kind                  = "gateway"
poll_delivery             = "queue"
poll_interval_seconds     = 30
poll_reserved_concurrency = 1
