#!/usr/bin/env bash
# Puts both stacks into an emulator of AWS, such as moto:
#   python3 -m venv /tmp/moto && /tmp/moto/bin/pip install 'moto[server]'
#   /tmp/moto/bin/moto_server -H 127.0.0.1 -p 5055 &
#   AWS_ENDPOINT_URL=http://127.0.0.1:5055 npm run deploy:emulator
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${AWS_ENDPOINT_URL:?is not set: where does the emulator listen, such as http://127.0.0.1:5055?}"
# Whatever is in the environment: not a byte goes to a real account.
if [[ ! $AWS_ENDPOINT_URL =~ ^http://(127\.0\.0\.1|localhost)(:|/|$) ]]; then
  echo "AWS_ENDPOINT_URL is $AWS_ENDPOINT_URL: an emulator is at 127.0.0.1" >&2
  exit 1
fi
export AWS_ACCESS_KEY_ID=emulated AWS_SECRET_ACCESS_KEY=emulated AWS_REGION=eu-west-1
unset AWS_PROFILE AWS_SESSION_TOKEN

rules=${ACCESS_RULES:-access-rules.yml}
installation=$(sed -n 's/^installation: *\([a-z0-9-]*\).*/\1/p' "$rules")
stack=deployment-authorizer-$installation-permissions

# The service is told from the signature's scope; nobody checks the signature.
call() {
  curl --silent --show-error --fail-with-body "$AWS_ENDPOINT_URL" \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=emulated/20300101/$AWS_REGION/cloudformation/aws4_request, SignedHeaders=host, Signature=none" \
    --data-urlencode "Version=2010-05-15" "$@"
}
deploy() {
  call --data-urlencode "Action=$1" --data-urlencode "StackName=$stack" \
    --data-urlencode "Capabilities.member.1=CAPABILITY_NAMED_IAM" \
    --data-urlencode "TemplateBody@infra/aws/permissions.yml" > /dev/null
}
exists() {
  call --data-urlencode "Action=DescribeStacks" --data-urlencode "StackName=$stack" > /dev/null 2>&1
}

if exists; then deploy UpdateStack; else deploy CreateStack; fi
echo "✔ Stack $stack deployed"

npm run -s build
npx serverless deploy "$@"
