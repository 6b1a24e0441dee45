package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lingdian.office.api.MatrixFixtures.Tried;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends requests made from the schemas of the OpenAPI document, and the document's examples, to the running service. None
 * may be refused as one that does not match the document, and each answer is one that the document has. A refusal because a
 * case has moved on, or because there is no such object, is an answer like any other.
 */
class GeneratedRequestsIT {
    private static final int REQUESTS = Integer.getInteger("lingdian.generated.requests", 7);

    /** Refusals that the schemas cannot express: the operation (* for any), the detail, and what it depends on. */
    private static final String BEYOND_A_SCHEMA = """
            *                     | expected an end after the beginning                            | two fields
            actOnCases            | expected each case once                                        | two fields
            announceMaintenance   | expected an end after the beginning, within 24 hours           | two fields
            *                     | expected a day not before from                                 | two fields
            *                     | expected a time after startedAt                                | two fields
            putNotifications      | expected a time other than /quiet/from                         | two fields
            *                     | expected at least the number of named officers                 | two fields
            createOrder           | expected exactly one of placeCode and region                   | two fields
            requestRecords        | expected after /from                                           | two fields
            requestRecords        | expected at most 31 days after /from                           | two fields
            setLegalHold          | expected on or after /from, for at most 366 days               | two fields
            setLegalHold          | expected a day that is not after today                         | the clock
            getCertificate        | expected a month that is over, one of the last 12              | the clock
            putRoster             | expected an end after the beginning, within 7 days             | two fields
            putRoster             | expected within 366 days from now                              | the clock
            *                     | condition is for administrators; see state                     | the caller
            putRoster             | expected an https address of a public host                     | two fields
            putRoster             | expected whsec_ and 24 to 64 bytes in base64                   | two fields
            putRoster             | expected 8 to 128 visible ASCII characters                     | two fields
            putRoster             | is not used by this kind, which signs nothing                  | two fields
            putRoster             | the service has no SMS gateway                                 | configuration
            putRoster             | the service has no application of WeCom                        | configuration
            putRoster             | expected a name                                                | blank
            putRoster             | is there twice                                                 | two fields
            sendMessage           | expected a moment after now, within 30 days                    | the clock
            sendRegionMessage     | expected a moment after now, within 30 days                    | the clock
            createWorklistView    | expected a name                                                | blank
            changeWorklistView    | expected a name                                                | blank
            createExportLink      | expected the name of a list that the account may see           | configuration
            createExportLink      | expected parameters of the list                                | two fields
            createExportLink      | expected codes, dates and numbers, no text                     | two fields
            sendMessage           | expected a text                                                | blank
            sendRegionMessage     | expected a text                                                | blank
            registerComplaint     | expected no day before /receivedAt                             | two fields
            registerComplaint     | expected a telephone, address or email to answer to            | two fields
            registerComplaint     | expected a moment of the last 2 years, not after now           | the clock
            registerComplaint     | expected a region of yours                                     | account
            tallyComplaints       | expected on or after from, for at most 400 days                | two parameters
            listReturnRows        | expected a column of the form that counts rows                 | configuration
            actOnComplaint        | expected for this action                                       | two fields
            actOnComplaint        | expected placeCode or case, or both                            | two fields
            actOnComplaint        | expected a case of yours                                       | what is stored
            compareTrends         | expected a month that has begun, such as 2026-07               | the calendar and the clock
            getTrends             | expected on or after from, and at most 400 days, with hours 31 | two parameters
            planRound             | is required together with the other                            | two parameters
            actOnViolation        | belongs to the action confirm                                  | two fields
            *                     | is required for this action                                    | the action
            *                     | expected a time of the inspection, or at most an hour around it | what is stored
            *                     | expected a case with an order to correct, of a café that is named | what is stored
            *                     | is required for this signature                                 | two fields
            *                     | expected a PNG picture of at most 64 KiB                       | inside the text
            signSiteRecord        | expected base64                                                | inside the text
            *                     | is required for this kind of sanction                          | the kind
            *                     | expected at least one, each kind once, and none or withdrawn only by itself | two items
            *                     | expected on the spot only a warning and a fine                 | the action
            *                     | expected an outcome of each violation of the case              | what is stored
            *                     | expected the ids of violations of the case                     | what is stored
            *                     | expected an account of your office                             | what is stored
            *                     | expected a case that you may see                               | what is stored
            addCampaignEntry      | belongs to an activity or inspection                           | two fields
            addCampaignEntry      | belongs to an activity                                         | type
            addCampaignEntry      | is required                                                    | type
            addCampaignEntry      | expected activities or inspections that are part of no other   | what is stored
            addCampaignEntry      | must not include the entry that this one is part of            | two fields
            addCampaignEntry      | expected at least the sum of the kinds within it               | two fields
            *                     | is only for accounts with a token                              | two fields
            addNotificationTarget | is not used by this format, which signs nothing                | two fields
            addNotificationTarget | is required: the secret of the robot's security settings       | two fields
            *                     | is required for the role operator                              | two fields
            *                     | is required for the role regulator                             | two fields
            unmask                | is required with a quarantined text                            | two fields
            announceMaintenance   | expected a time from now to 31 days ahead                      | the clock
            requestRecords        | expected a time that is not in the future                      | the clock
            putSafety             | expected a day that is not in the future                       | the clock
            makeCaseDocument      | expected one that was granted to this account for a person of this case, and runs | what is stored
            *                     | expected one within your own                                   | account
            putNotifications      | expected regions within your own                               | account
            createCampaign        | must include your own                                          | account
            changeCampaign        | must include your own                                          | account
            *                     | expected the place code of a café that exists                  | what is stored
            *                     | expected place codes of cafés that exist                       | what is stored
            *                     | expected one of placeCodes, or none                            | two fields
            *                     | expected an inspection of your authority and region            | what is stored
            addCampaignEntry      | expected a closed inspection of your region                    | what is stored
            addCampaignEntry      | expected an activity or inspection of the campaign             | what is stored
            *                     | names a café or a violation that you may not see               | what is stored
            cosignCheckpoint      | expected the fingerprint of one of your approved keys          | what is stored
            *                     | needs an identity provider, which this service does not have   | configuration
            *                     | expected kinds listed in premises.yaml                         | configuration
            *                     | expected a kind listed in premises.yaml                        | configuration
            putNotifications      | expected the codes of rules                                    | another list
            followViolations      | the query parameter code is not the code of a rule             | another list
            *                     | expected "next" of the previous page                           | the page before
            *                     | expected the code of a type of document                        | another list
            *                     | expected the number of a document of this type                 | the check character
            *                     | expected a real, past date, such as 1990-01-31                 | the calendar
            putCalendarYear       | must be in the year, or in the last days of December before    | the year of the path
            putCalendarYear       | must be holiday, or the date a Saturday or Sunday              | the calendar
            putCalendarYear       | must not be listed before                                      | two items
            putCalendarYear       | must have 1 January, 1 and 2 May and 1 to 3 October as holidays if official | the law
            putCalendarYear       | must have at most 10000 characters of names and sources; the year's source counts for each day that names none | all days
            putCalendarYear       | must be a date such as 2026-07-01                              | the calendar
            addNotificationTarget | expected whsec_ and 24 to 64 bytes in base64                   | two fields
            addNotificationTarget | expected 8 to 128 visible ASCII characters                     | two fields
            *                     | does not match its declared type                               | inside the text
            """;

    /** Operations whose generated requests are all refused for such a reason. */
    private static final Set<String> NEVER_TAKEN = Set.of(
            "cosignCheckpoint", // needs the signature of an approved key
            "joinCampaign"); // needs a campaign of a region above: see CampaignIT

    private static final DocumentedAnswers ANSWERS = new DocumentedAnswers();
    private static SealedCafe cafe;
    private static MatrixFixtures fixtures;
    private static Map<String, String> tokens;

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
        fixtures = new MatrixFixtures(cafe);
        tokens = Map.of(
                "culture", cafe.service.regulatorToken("culture", "360400"),
                "public-security", cafe.service.regulatorToken("public-security", "360400"),
                "operator", account(new JsonObject().put("role", "operator").put("placeCode", SealedCafe.CAFE)),
                "auditor", account(new JsonObject().put("role", "auditor")),
                "admin", RunningService.ADMIN_TOKEN);
    }

    @AfterAll
    static void stop() throws Exception {
        cafe.close();
    }

    private static Stream<DocumentedOperation> operations() {
        return DocumentedOperation.all().stream()
                .filter(operation -> Set.of("anyone", "agent").stream().noneMatch(operation.who()::contains));
    }

    static Stream<DocumentedOperation> withBody() {
        return operations().filter(operation -> operation.content().containsKey("application/json"));
    }

    static Stream<DocumentedOperation> withQuery() {
        return operations()
                .filter(operation -> queryOf(operation).findAny().isPresent())
                .filter(operation -> !operation.content().containsKey("text/csv")); // a table: see ImportsIT
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void everyBodyThatTheDocumentAllowsIsTaken(DocumentedOperation operation) throws Exception {
        var random = new Random(operation.id().hashCode());
        var instances = new SchemaInstances(random);
        var refused = new TreeSet<String>();
        var different = new TreeSet<String>();
        int taken = 0;
        List<UnaryOperator<JsonObject>> bodies = bodies(operation, instances, random);
        for (UnaryOperator<JsonObject> making : bodies) {
            Tried tried = tried(operation);
            JsonObject body = making.apply(tried.body() == null ? new JsonObject() : tried.body());
            Answer answer = send(operation, tried, "", body);
            if (isRefusedWrongly(operation, answer)) {
                refused.add(answer + " to " + body.encode());
            }
            different.addAll(answer.differences(operation));
            taken += answer.status() < 300 ? 1 : 0;
        }
        assertThat(refused).isEmpty();
        assertThat(different).isEmpty();
        assertThat(taken > 0).as("some are taken").isNotEqualTo(NEVER_TAKEN.contains(operation.id()));
    }

    @ParameterizedTest
    @MethodSource("withQuery")
    void everyParameterThatTheDocumentAllowsIsTaken(DocumentedOperation operation) throws Exception {
        var instances = new SchemaInstances(new Random(operation.id().hashCode()));
        var refused = new TreeSet<String>();
        var different = new TreeSet<String>();
        int taken = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String query = query(operation, instances, i);
            Tried tried = tried(operation);
            Answer answer = send(operation, tried, query, tried.body());
            if (isRefusedWrongly(operation, answer)) {
                refused.add(answer + " to " + query);
            }
            different.addAll(answer.differences(operation));
            taken += answer.status() < 300 ? 1 : 0;
        }
        assertThat(refused).isEmpty();
        assertThat(different).isEmpty();
        assertThat(taken).isPositive();
    }

    /** The examples, bodies of the schema, and the right body with a new field; each is made from the right body. */
    private static List<UnaryOperator<JsonObject>> bodies(
            DocumentedOperation operation, SchemaInstances instances, Random random) {
        JsonObject content = operation.content().getJsonObject("application/json");
        JsonObject schema = content.getJsonObject("schema");
        var bodies = new ArrayList<UnaryOperator<JsonObject>>();
        examples(content).forEach(example -> bodies.add(right -> example));
        for (int i = 0; i < REQUESTS; i++) {
            bodies.add(right -> (JsonObject) instances.of(schema));
            bodies.add(right -> withNewField(right.copy(), schema, instances, random));
        }
        return bodies;
    }

    private static Stream<JsonObject> examples(JsonObject content) {
        return Stream.concat(
                Stream.ofNullable(content.getJsonObject("example")),
                content.getJsonObject("examples", new JsonObject()).stream()
                        .map(example -> ((JsonObject) example.getValue()).getJsonObject("value")));
    }

    /** With a new value of one field of the body, or of an object in it. */
    private static JsonObject withNewField(
            JsonObject right, JsonObject given, SchemaInstances instances, Random random) {
        JsonObject schema = DocumentedOperation.resolved(given);
        JsonObject properties = schema.getJsonObject("properties");
        if (properties == null) {
            JsonArray parts = schema.getJsonArray("allOf");
            return withNewField(right, parts.getJsonObject(random.nextInt(parts.size())), instances, random);
        }
        String name = List.copyOf(properties.fieldNames()).get(random.nextInt(properties.size()));
        JsonObject field = properties.getJsonObject(name);
        return right.put(
                name,
                right.getValue(name) instanceof JsonObject inner
                                && DocumentedOperation.resolved(field).containsKey("properties")
                        ? withNewField(inner, field, instances, random)
                        : instances.ofField(name, field));
    }

    private static Stream<JsonObject> queryOf(DocumentedOperation operation) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.getString("in").equals("query"));
    }

    /** One parameter alone, and then several at once. */
    private static String query(DocumentedOperation operation, SchemaInstances instances, int number) {
        List<JsonObject> parameters = queryOf(operation).toList();
        var query = new ArrayList<String>();
        for (int i = 0; i < parameters.size(); i++) {
            boolean chosen = number < parameters.size() ? i == number : (number >> i % 5 & 1) == 1;
            if (chosen || parameters.get(i).getBoolean("required", false)) {
                Object value = instances.ofParameter(parameters.get(i));
                query.add(parameters.get(i).getString("name") + "="
                        + URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8));
            }
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private static Tried tried(DocumentedOperation operation) {
        cafe.now.updateAndGet(now -> now.plus(pause(operation)));
        return fixtures.of(operation.id()).making().make(authority(operation), token(operation));
    }

    private static Answer send(DocumentedOperation operation, Tried tried, String query, @Nullable JsonObject body)
            throws Exception {
        String path = operation.path();
        for (Map.Entry<String, String> one : tried.path().entrySet()) {
            path = path.replace("{" + one.getKey() + "}", one.getValue());
        }
        return answer(Http.to(cafe.service)
                .as(token(operation))
                .open(operation.method(), path + query, Http.JSON, body == null ? null : body.encode()));
    }

    /** One account may be refused so often in a minute, and may ask for twenty unmaskings in an hour. */
    private static Duration pause(DocumentedOperation operation) {
        return operation.id().toLowerCase(Locale.ROOT).contains("unmask")
                ? Duration.ofMinutes(4)
                : Duration.ofSeconds(2);
    }

    private record Answer(int status, String contentType, String text) {
        /** A stream without end is not read. */
        List<String> differences(DocumentedOperation operation) {
            return ANSWERS.differences(operation, status, contentType, text).stream()
                    .map(one -> status + ": " + one)
                    .toList();
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    /** The feed never ends. */
    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            boolean endless = type.startsWith("text/event-stream");
            return new Answer(
                    response.statusCode(),
                    type,
                    endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static boolean isRefusedWrongly(DocumentedOperation operation, Answer answer) {
        return switch (answer.status()) {
            case 400 -> !isBeyondASchema(operation, new JsonObject(answer.text()));
            case 401, 403, 405, 413, 414, 415 -> true;
            default -> answer.status() >= 500;
        };
    }

    /** The rules of a whole set are those of rules.yaml, which the document does not repeat. */
    private static boolean isBeyondASchema(DocumentedOperation operation, JsonObject problem) {
        JsonArray errors = problem.getJsonArray("errors", JsonArray.of(problem));
        return !errors.isEmpty()
                && errors.stream()
                        .map(JsonObject.class::cast)
                        .allMatch(error -> isBeyondASchema(operation, error.getString("detail"))
                                || operation.id().equals("proposeRuleSet")
                                        && "/content".equals(error.getString("pointer")));
    }

    private static boolean isBeyondASchema(DocumentedOperation operation, String detail) {
        return BEYOND_A_SCHEMA
                .lines()
                .map(row -> row.split(" +\\| +"))
                .anyMatch(row ->
                        row[1].equals(detail) && Set.of("*", operation.id()).contains(row[0]));
    }

    private static String authority(DocumentedOperation operation) {
        return operation.who().contains("public-security") ? "public-security" : "culture";
    }

    /** Of an account that may. */
    private static String token(DocumentedOperation operation) {
        List<String> who = operation.who();
        return Stream.of("public-security", "culture", "admin", "auditor", "operator")
                .filter(word -> who.contains(word) || who.contains("regulator") && word.equals("culture"))
                .map(tokens::get)
                .findFirst()
                .orElseThrow();
    }

    private static String account(JsonObject account) {
        return fixtures.account(account).getString("token");
    }
}
