package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.office.api.MatrixFixtures.Bound;
import lingdian.office.api.MatrixFixtures.Fixture;
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
 * Handbook, law.md#who-may-see-what: every operation of the OpenAPI document × every role × own and foreign region or
 * café × own and foreign authority. Without a token 401, with another role 403, out of scope 404, else none of them. Each
 * answer is one that the document has.
 */
class AuthorisationMatrixIT {
    private static final List<String> AUTHORITIES = List.of("culture", "public-security");
    private static final String BEFORE = "35010110000001";
    private static final String ELSEWHERE = "50010110000001";
    /** Rules hold everywhere: a regulator of a part releases none. */
    private static final String OF_ALL_CHINA = "approveRuleSet";

    /** A regulator sees a checkpoint once an administrator has approved a key of theirs to sign it. */
    private static final String WITH_A_KEY = "getCheckpoint";

    private static final List<Caller> CALLERS = new ArrayList<>();
    private static final DocumentedAnswers ANSWERS = new DocumentedAnswers();
    private static SealedCafe cafe;
    private static MatrixFixtures fixtures;

    /**
     * The account that calls.
     *
     * @param words of {@code x-lingdian-who} that mean them
     * @param near whether the café is theirs to see by place
     */
    private record Caller(
            String name,
            Set<String> words,
            @Nullable String authority,
            boolean near,
            @Nullable String token) {
        boolean isRegulator() {
            return words.contains("regulator");
        }

        boolean covers(Bound bound, String authority) {
            return switch (bound) {
                case NOTHING, ACCOUNT -> true;
                case CAFE -> near;
                case AUTHORITY -> near && (!isRegulator() || authority.equals(this.authority));
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
        cafe.service.cafe(BEFORE, List.of());
        cafe.service.cafe(ELSEWHERE, List.of());
        fixtures = new MatrixFixtures(cafe);
        CALLERS.add(new Caller("nobody", Set.of(), null, false, null));
        CALLERS.add(new Caller("who has a wrong token", Set.of(), null, false, "wrong"));
        CALLERS.add(new Caller("admin", Set.of("admin"), null, true, RunningService.ADMIN_TOKEN));
        CALLERS.add(new Caller("auditor", Set.of("auditor"), null, true, token("auditor", null)));
        CALLERS.add(new Caller("operator", Set.of("operator"), null, true, token("operator", SealedCafe.CAFE)));
        CALLERS.add(new Caller("operator of others", Set.of("operator"), null, false, ownerOfOthers()));
        for (String authority : AUTHORITIES) {
            for (String region : List.of("360400", "500000")) {
                CALLERS.add(new Caller(
                        authority + " of " + region,
                        Set.of("regulator", authority),
                        authority,
                        region.equals("360400"),
                        cafe.service.regulatorToken(authority, region)));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        cafe.close();
        CALLERS.clear();
    }

    static List<DocumentedOperation> operations() {
        return DocumentedOperation.all();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void onlyWhoMayIsLetIn(DocumentedOperation operation) throws Exception {
        Fixture fixture = fixtures.of(operation.id());
        for (String authority : AUTHORITIES) {
            String maker = cafe.service.regulatorToken(authority, "360481");
            Tried foreign = fixture.making().make(authority, maker);
            for (Caller caller : CALLERS) {
                int refusal = refusal(operation, fixture, caller, authority);
                Tried tried = refusal != 0 || caller.token() == null
                        ? foreign
                        : fixture.making().make(authority, makes(caller, fixture.bound()) ? caller.token() : maker);
                Reached reached = call(operation, caller, tried);
                String what = caller + " " + operation + " of " + authority + ": " + reached;
                assertThat(reached.differences(operation)).as(what).isEmpty();
                if (refusal == 0) {
                    assertThat(reached.status()).as(what).isNotIn(401, 403, 404).isLessThan(500);
                } else {
                    assertThat(reached.status()).as(what).isEqualTo(refusal);
                    assertThat(reached.text()).as(what).doesNotContain(SealedCafe.CAFE);
                }
            }
        }
    }

    private static boolean makes(Caller caller, Bound bound) {
        return caller.isRegulator() || bound == Bound.ACCOUNT;
    }

    /** @return 0 where they may */
    private static int refusal(DocumentedOperation operation, Fixture fixture, Caller caller, String authority) {
        if (operation.who().contains("anyone")) {
            return 0;
        }
        if (caller.words().isEmpty() || operation.who().contains("agent")) {
            return 401;
        }
        if (operation.who().stream().noneMatch(caller.words()::contains)) {
            return 403;
        }
        if (caller.isRegulator() && operation.id().equals(OF_ALL_CHINA)) {
            return 403;
        }
        boolean keyless = caller.isRegulator() && WITH_A_KEY.equals(operation.id());
        return keyless || !caller.covers(fixture.bound(), authority) ? 404 : 0;
    }

    /** @param text of an endless stream nothing */
    private record Reached(int status, String contentType, String text) {
        List<String> differences(DocumentedOperation operation) {
            return ANSWERS.differences(operation, status, contentType, text);
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    private static Reached call(DocumentedOperation operation, Caller caller, Tried tried) throws Exception {
        String path = operation.path();
        for (Map.Entry<String, String> one : tried.path().entrySet()) {
            path = path.replace("{" + one.getKey() + "}", one.getValue());
        }
        JsonObject body = tried.body();
        Http anybody = Http.to(cafe.service);
        Http asking = caller.token() == null ? anybody : anybody.as(caller.token());
        if (body == null) {
            return reached(asking.open(operation.method(), path, "", null));
        }
        String type = operation.content().fieldNames().iterator().next();
        return reached(asking.open(operation.method(), path, type, body.encode()));
    }

    /** The feed never ends. */
    private static Reached reached(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            boolean endless = type.startsWith("text/event-stream");
            String text = endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Reached(response.statusCode(), type, text);
        }
    }

    /** Of cafés whose codes are on both sides of the café's. */
    private static String ownerOfOthers() {
        return fixtures.account(new JsonObject()
                        .put("role", "operator")
                        .put("placeCodes", new JsonArray(List.of(BEFORE, ELSEWHERE))))
                .getString("token");
    }

    private static String token(String role, @Nullable String placeCode) {
        return fixtures.account(new JsonObject().put("role", role).put("placeCode", placeCode))
                .getString("token");
    }
}
