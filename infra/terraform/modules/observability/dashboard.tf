locals {
  names = { for package, function in var.watched.functions : package => function.name }
  # Title to its lines, and how CloudWatch sums them up.
  graphs = [
    { title = "States published a minute", stat = "Sum", lines = [[local.namespace, "Published"]] },
    { title = "Records consumed a minute", stat = "Sum", lines = [[local.namespace, "Records"]] },
    { title = "Rejected and lost", stat = "Sum", lines = [
      [local.namespace, "PollRejected"], [local.namespace, "Rejected"], [local.namespace, "Missing"],
    ] },
    { title = "Records behind Kafka", stat = "Maximum", lines = [
      for of in local.lag_of : concat([of.namespace, of.metric], flatten([for name, value in of.dimensions : [name, value]]))
    ] },
    { title = "Errors", stat = "Sum", lines = [for name in values(local.names) : ["AWS/Lambda", "Errors", "FunctionName", name]] },
    { title = "Duration, ms", stat = "p95", lines = [for name in values(local.names) : ["AWS/Lambda", "Duration", "FunctionName", name]] },
    { title = "Throttles", stat = "Sum", lines = [for name in values(local.names) : ["AWS/Lambda", "Throttles", "FunctionName", name]] },
    { title = "Dead letters", stat = "Maximum", lines = [
      for queue in values(var.watched.dead_letters) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]
    ] },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  count          = var.alarms.dashboard ? 1 : 0
  dashboard_name = var.context.name
  dashboard_body = jsonencode({ widgets = [for at, graph in [for graph in local.graphs : graph if length(graph.lines) > 0] : {
    type   = "metric"
    x      = 12 * (at % 2)
    y      = 6 * floor(at / 2)
    width  = 12
    height = 6
    properties = {
      title   = graph.title
      region  = var.context.region
      stat    = graph.stat
      period  = 60
      metrics = graph.lines
    }
  }] })
}
