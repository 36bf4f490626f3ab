mock_provider "aws" {
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn                       = "arn:aws:acm:us-east-1:123456789012:certificate/c"
      domain_validation_options = [{ domain_name = "flights.example.org", resource_record_name = "_x.flights.example.org.", resource_record_type = "CNAME", resource_record_value = "_y.acm.aws." }]
    }
  }
}

variables {
  certificate = { domain_name = "flights.example.org", hosted_zone_id = "Z1" }
}

run "the_domain_is_shown_to_be_ours_in_its_zone" {
  module {
    source = "./modules/certificate"
  }
  assert {
    condition     = aws_route53_record.proof.zone_id == "Z1" && aws_route53_record.proof.name == "_x.flights.example.org." && aws_route53_record.proof.type == "CNAME"
    error_message = "The record that ACM asks for."
  }
  assert {
    condition     = aws_acm_certificate.this.validation_method == "DNS"
    error_message = "Without a mail to anybody."
  }
}

run "a_wildcard_is_refused" {
  command = plan
  module {
    source = "./modules/certificate"
  }
  variables {
    certificate = { domain_name = "*.example.org", hosted_zone_id = "Z1" }
  }
  expect_failures = [var.certificate]
}
