# Each invocation writes one JSON line (flight_tracker.telemetry): `message` is the function's name
# where it went well, the fields are its report. CloudWatch makes metrics of them as they come.
locals {
  namespace = var.context.name
  consumer  = var.watched.kafka_trigger == "schedule" ? "pull" : "consume_batch"

  # Metric to the function whose line has it, the line's `message`, and the field.
  reported = { for metric, of in {
    Published    = { function = "poll_opensky", message = "poll_opensky", field = "published" }
    PollRejected = { function = "poll_opensky", message = "poll_opensky", field = "rejected" }
    Records      = { function = local.consumer, message = local.consumer, field = "records" }
    Rejected     = { function = local.consumer, message = local.consumer, field = "rejected" }
    Missing      = { function = local.consumer, message = local.consumer, field = "missing" }
    Behind       = { function = "pull", message = "pull", field = "behind" }
    LoadedRows   = { function = "load", message = "load", field = "rows" }
  } : metric => of if contains(keys(var.watched.functions), of.function) }

  # How far the consumer is behind: Lambda's own metric of a Kafka trigger, or what `pull` says.
  # An event poller outside tells nobody.
  lag_of = [for trigger, of in {
    event_source_mapping = { namespace = "AWS/Lambda", metric = "OffsetLag", dimensions = { FunctionName = var.watched.functions["consume_batch"].name } }
    schedule             = { namespace = local.namespace, metric = "Behind", dimensions = {} }
  } : of if trigger == var.watched.kafka_trigger]
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
