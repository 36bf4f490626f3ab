# Each invocation writes one JSON line (flight_tracker.telemetry): `message` is the function's name
# where it went well, the fields are its report. CloudWatch makes metrics of them as they come.
locals {
  namespace = var.context.name

  # Metric to the function whose line has it, the line's `message`, and the field.
  reported = { for metric, of in {
    Published    = { function = "poll_opensky", message = "poll_opensky", field = "published" }
    PollRejected = { function = "poll_opensky", message = "poll_opensky", field = "rejected" }
    Records      = { function = "consume_batch", message = "consume_batch", field = "records" }
    Rejected     = { function = "consume_batch", message = "consume_batch", field = "rejected" }
    Missing      = { function = "consume_batch", message = "consume_batch", field = "missing" }
    LoadedRows   = { function = "load", message = "load", field = "rows" }
  } : metric => of if contains(keys(var.watched.functions), of.function) }
}

resource "aws_cloudwatch_log_metric_filter" "reported" {
  for_each       = var.alarms.enabled || var.alarms.dashboard ? local.reported : {}
  name           = "${var.context.name}-${each.key}"
  log_group_name = var.watched.functions[each.value.function].log_group
  pattern        = "{ $.message = \"${each.value.message}\" && $.${each.value.field} >= 0 }"
  metric_transformation {
    namespace = local.namespace
    name      = each.key
    value     = "$.${each.value.field}"
  }
}
