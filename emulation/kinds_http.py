"""What stands before the API: API Gateway v2, or a function URL."""

from emulation.kind import Aws, Kind, Outputs, Values, given, picked


def _api(aws: Aws, a: Values) -> Outputs:
    made = aws.apigatewayv2.create_api(Name=a["name"], ProtocolType=a["protocol_type"])
    region = aws.apigatewayv2.meta.region_name
    account = aws.sts.get_caller_identity()["Account"]
    return {
        "id": made["ApiId"],
        "api_endpoint": made["ApiEndpoint"],
        "arn": f"arn:aws:apigateway:{region}::/apis/{made['ApiId']}",
        "execution_arn": f"arn:aws:execute-api:{region}:{account}:{made['ApiId']}",
    }


def _integration(aws: Aws, a: Values) -> Outputs:
    made = aws.apigatewayv2.create_integration(
        ApiId=a["api_id"],
        IntegrationType=a["integration_type"],
        IntegrationUri=a["integration_uri"],
        PayloadFormatVersion=a["payload_format_version"],
        TimeoutInMillis=a["timeout_milliseconds"],
    )
    return {"id": made["IntegrationId"], "api_id": a["api_id"]}


def _route(aws: Aws, a: Values) -> Outputs:
    made = aws.apigatewayv2.create_route(
        ApiId=a["api_id"],
        RouteKey=a["route_key"],
        Target=a["target"],
        AuthorizationType=a["authorization_type"],
    )
    return {"id": made["RouteId"], "api_id": a["api_id"]}


def _stage(aws: Aws, a: Values) -> Outputs:
    aws.apigatewayv2.create_stage(ApiId=a["api_id"], StageName=a["name"], AutoDeploy=True)
    return {"id": a["name"], "api_id": a["api_id"]}


def _url(aws: Aws, a: Values) -> Outputs:
    made = aws.function.create_function_url_config(
        FunctionName=a["function_name"], **given(AuthType=a["authorization_type"])
    )
    return {"id": a["function_name"], "function_url": made["FunctionUrl"]}


KINDS = {
    "aws_apigatewayv2_api": Kind(
        picked("name", "protocol_type"),
        _api,
        lambda aws, _, outputs: aws.apigatewayv2.delete_api(ApiId=outputs["id"]),
    ),
    "aws_apigatewayv2_integration": Kind(
        picked(
            "api_id",
            "integration_type",
            "integration_uri",
            "payload_format_version",
            "timeout_milliseconds",
        ),
        _integration,
        lambda aws, _, outputs: aws.apigatewayv2.delete_integration(
            ApiId=outputs["api_id"], IntegrationId=outputs["id"]
        ),
    ),
    "aws_apigatewayv2_route": Kind(
        picked("api_id", "route_key", "target", "authorization_type"),
        _route,
        lambda aws, _, outputs: aws.apigatewayv2.delete_route(
            ApiId=outputs["api_id"], RouteId=outputs["id"]
        ),
    ),
    "aws_apigatewayv2_stage": Kind(
        picked("api_id", "name"),
        _stage,
        lambda aws, _, outputs: aws.apigatewayv2.delete_stage(
            ApiId=outputs["api_id"], StageName=outputs["id"]
        ),
    ),
    "aws_lambda_function_url": Kind(
        picked("function_name", "authorization_type"),
        _url,
        lambda aws, _, outputs: aws.function.delete_function_url_config(FunctionName=outputs["id"]),
    ),
}
