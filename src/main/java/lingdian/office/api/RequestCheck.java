package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/** Validates every request against the OpenAPI document that the server itself serves. */
public final class RequestCheck {
    private static final String JSON = "application/json";
    /** A name is repeated in an answer only if it can hardly be personal data: the sender chose it. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z][a-zA-Z_-]{0,39}");
    /** The validator names a wrong parameter only in its text. */
    private static final Pattern PARAMETER = Pattern.compile("\\b(?:path|query|header|cookie) parameter ([\\w-]+)");

    private final RequestValidator validator;
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();
    private final FirstFaults firstFaults;
    private final SchemaErrors schemaErrors;

    public RequestCheck(Vertx vertx, OpenAPIContract contract) {
        this.validator = RequestValidator.create(vertx, contract);
        this.firstFaults = new FirstFaults(vertx, contract.getSchemaRepository());
        this.schemaErrors = new SchemaErrors(contract.getRawContract());
    }

    /** Completes with the request parsed by the document, or fails with a {@link Problem.Thrown}. */
    Future<ValidatedRequest> check(RoutingContext context, Operation operation) {
        if (operation.getRequestBody() != null && hasBody(context, operation) && !isJson(context.request())) {
            return Future.failedFuture(Refused.with(415, "The body must be " + JSON + "."));
        }
        return Future.succeededFuture()
                .compose(start -> refuseUnknown(context.queryParams().names(), operation))
                .compose(known -> refuseRepetition(context, operation))
                .onSuccess(once -> encodeAgain(context.request().params()))
                .compose(once -> extractor.extractValidatableRequest(context, operation))
                .compose(request -> check(
                        request,
                        operation,
                        HeldUpload.isOf(context) ? FirstFaults.VALUES_WITH_FILES_MAX : FirstFaults.VALUES_MAX));
    }

    /** Like {@link #check(RoutingContext, Operation)}, for a request made by a page of the console. */
    Future<ValidatedRequest> check(ValidatableRequest request, Operation operation) {
        return check(request, operation, FirstFaults.VALUES_MAX);
    }

    private Future<ValidatedRequest> check(ValidatableRequest request, Operation operation, int valuesMax) {
        String unstorable = withNul(request.getPathParameters())
                .or(() -> withNul(request.getQuery()))
                .orElse(null);
        if (unstorable != null) {
            return Future.failedFuture(Refused.parameter(unstorable, "expected a text without the character U+0000"));
        }
        return bodyToValidate(request, operation, valuesMax)
                .compose(body ->
                        validator.validate(new TextParameters(request, body, operation), operation.getOperationId()))
                .recover(failure -> Future.failedFuture(
                        failure instanceof ValidatorException invalid ? refused(invalid, operation) : failure));
    }

    private Future<@Nullable RequestParameter> bodyToValidate(
            ValidatableRequest request, Operation operation, int valuesMax) {
        RequestParameter body = request.getBody();
        if (operation.getRequestBody() == null || body == null || !body.isBuffer()) {
            return Future.succeededFuture(body);
        }
        return firstFaults
                .of(Objects.requireNonNull(body.getBuffer()), body(operation), valuesMax)
                .map(part -> () -> part);
    }

    /** The name of a parameter with a character that no text of PostgreSQL can have. */
    private static Optional<String> withNul(Map<String, RequestParameter> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue().isString()
                        && Objects.toString(parameter.getValue().getString(), "")
                                        .indexOf('\0')
                                >= 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A misspelt filter must not select everything: the validator would ignore it. */
    static Future<Void> refuseUnknown(Set<String> asked, Operation operation) {
        Set<String> known = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        return asked.stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .<Future<Void>>map(name -> Future.failedFuture(Refused.parameter(
                        PLAIN_NAME.matcher(name).matches() ? name : "a parameter",
                        "is unknown here; known: " + (known.isEmpty() ? "none" : String.join(", ", known)))))
                .orElseGet(Future::succeededFuture);
    }

    /** The extractor decodes parameters that the server has decoded already, and fails on a percent sign. */
    private static void encodeAgain(MultiMap parameters) {
        for (var parameter : List.copyOf(parameters.entries())) {
            String value = parameter.getValue();
            if (value.indexOf('%') >= 0 || value.indexOf('+') >= 0) {
                parameters.set(parameter.getKey(), value.replace("%", "%25").replace("+", "%2B"));
            }
        }
    }

    /** The validator would take the first of several and ignore the others. */
    private static Future<Void> refuseRepetition(RoutingContext context, Operation operation) {
        return operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .filter(name -> context.queryParam(name).size() > 1)
                .findFirst()
                .<Future<Void>>map(name -> Future.failedFuture(Refused.parameter(name, "expected once")))
                .orElseGet(Future::succeededFuture);
    }

    /** A body that the document does not require may be left out, and its content type with it. */
    private static boolean hasBody(RoutingContext context, Operation operation) {
        return operation.getRequestBody().isRequired()
                || context.body().length() > 0
                || context.request().headers().contains(HttpHeaders.CONTENT_TYPE);
    }

    /** Also spells the content type as the validator expects it. */
    private static boolean isJson(HttpServerRequest request) {
        String[] parts = Objects.toString(request.getHeader(HttpHeaders.CONTENT_TYPE), "")
                .split(";", 2);
        boolean json = parts[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
        if (json) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
        }
        return json;
    }

    private Problem.Thrown refused(ValidatorException failure, Operation operation) {
        String parameter = parameter(failure, operation);
        if (failure instanceof SchemaValidationException invalid) {
            return Refused.invalid(errors(invalid, parameter, operation));
        }
        boolean missing = failure.type() == ValidatorErrorType.MISSING_REQUIRED_PARAMETER;
        if (parameter.isEmpty()) {
            return Refused.body("", missing ? "is required" : "expected JSON");
        }
        return Refused.parameter(parameter, missing ? "is required" : "cannot be decoded");
    }

    private JsonArray errors(SchemaValidationException invalid, String parameter, Operation operation) {
        return operation.getParameters().stream()
                .filter(known -> known.getName().equals(parameter))
                .findFirst()
                .map(known -> schemaErrors.ofParameter(parameter, invalid, known.getSchema()))
                .orElseGet(() -> schemaErrors.ofBody(invalid, body(operation)));
    }

    private static JsonSchema body(Operation operation) {
        return Objects.requireNonNull(operation.getRequestBody().getContent().get(JSON), "all bodies are JSON")
                .getSchema();
    }

    /** The wrong parameter, or an empty string if the body is wrong. */
    private static String parameter(ValidatorException failure, Operation operation) {
        Matcher matcher = PARAMETER.matcher(Objects.toString(failure.getMessage(), ""));
        return !matcher.find()
                ? ""
                : operation.getParameters().stream()
                        .map(Parameter::getName)
                        .filter(matcher.group(1)::equals)
                        .findFirst()
                        .orElse("");
    }
}
