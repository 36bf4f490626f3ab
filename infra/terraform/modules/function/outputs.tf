output "name" {
  description = "Name of the function. Waits for its rights, so that a trigger does not come too early."
  value       = aws_lambda_function.this.function_name
  depends_on  = [aws_iam_role_policy.this]
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "invoke_arn" {
  description = "What API Gateway calls."
  value       = aws_lambda_function.this.invoke_arn
}

output "log_group" {
  description = "Where its JSON lines are."
  value       = aws_cloudwatch_log_group.this.name
}
