package lingdian.office.account;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that somebody makes, or takes over, to approve as a second person does not stay unnoticed. */
class AccountChangesIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER = "36048210000001";

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonObject regulator(String name, String authority, String region) {
        return api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject()
                                .put("name", name)
                                .put("role", "regulator")
                                .put("authority", authority)
                                .put("region", region))
                .json();
    }

    private static JsonObject scope(String region) {
        return new JsonObject()
                .put("name", "county")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", region);
    }

    private List<JsonObject> changes(JsonObject reader) {
        return api.get("/api/v1/account-changes", reader.getString("token")).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private List<String> seenBy(JsonObject reader) {
        return changes(reader).stream()
                .map(one -> one.getString("name") + " " + one.getString("change"))
                .sorted()
                .toList();
    }

    /** What would be left behind is said before an account ends. */
    @Test
    void anAdministratorSeesWhatDependsOnAnAccount() {
        JsonObject county = regulator("county", "culture", "360481");
        String id = county.getString("id");
        api.createCafe("36048110000001");
        JsonObject duty = new JsonObject()
                .put("name", "王勇")
                .put("from", "2026-07-10T20:00:00+08:00")
                .put("to", "2026-07-11T08:00:00+08:00")
                .put(
                        "contacts",
                        new JsonArray()
                                .add(new JsonObject().put("kind", "wecom").put("to", "https://qyapi.example/1")));
        assertThat(api.call(
                                "PUT",
                                "/api/v1/regions/360481/roster",
                                county.getString("token"),
                                new JsonObject().put("duties", new JsonArray().add(duty)))
                        .status())
                .isEqualTo(200);
        JsonObject first = assigned(county, opened(county), id);
        JsonObject second = assigned(county, opened(county), id);
        JsonObject expected = new JsonObject()
                .put("role", "regulator")
                .put("duties", true)
                .put("cases", true)
                .put("casesAlone", true)
                .put("requests", false)
                .put("others", 0);
        assertThat(dependents(id)).isEqualTo(expected);
        assertThat(offices()).as("somebody is on duty").containsExactly("360481 public-security false null none");

        String colleague = regulator("colleague", "culture", "360481").getString("id");
        assigned(county, first, id, colleague);
        assertThat(dependents(id))
                .as("the second one")
                .isEqualTo(expected.copy().put("others", 1));
        assigned(county, second, id, colleague);
        assertThat(dependents(id)).isEqualTo(expected.put("casesAlone", false).put("others", 1));
        assertThat(api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null).status())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/accounts/" + id + "/dependents", ADMIN).status())
                .isEqualTo(404);
        assertThat(dependents(colleague).getBoolean("casesAlone")).isTrue();
        assertThat(offices()).contains("360481 culture true null void");
        regulator("city", "culture", "360400");
        api.call("DELETE", "/api/v1/accounts/" + colleague, ADMIN, null);
        assertThat(offices())
                .as("who has nobody at all comes first")
                .containsExactly("360481 public-security false null none", "360481 culture false 360400 void");
        regulator("police", "public-security", "360481");
        assertThat(offices())
                .as("what is done above is no work and comes last")
                .containsExactly("360481 public-security true null none", "360481 culture false 360400 void");
        assertThat(api.get("/api/v1/accounts?q=360481", ADMIN).json().getJsonArray("items").stream()
                        .map(one -> ((JsonObject) one).getString("name")))
                .as("whom to remind of a roster")
                .contains("police")
                .doesNotContain("city");
    }

    private List<String> offices() {
        return items("offices").stream()
                .map(one -> one.getString("region") + " " + one.getString("authority") + " " + one.getValue("officers")
                        + " " + one.getString("above") + " " + one.getString("roster"))
                .toList();
    }

    private List<JsonObject> items(String kind) {
        return api.get("/api/v1/setup-gaps", ADMIN).json().getJsonObject(kind).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private JsonObject releasers() {
        return api.get("/api/v1/setup-gaps", ADMIN).json().getJsonObject("releasers");
    }

    /** Nothing of what cafés report: who cannot connect although he should, who could although he is closed, and whose invitation ends. */
    @Test
    void anAdministratorSeesWhatIsMissing() {
        String cafe = "36048110000001";
        api.createCafe(cafe);
        assertThat(items("unconnected"))
                .containsExactly(new JsonObject().put("placeCode", cafe).put("name", "晨光网吧"));
        api.sql("UPDATE cafe SET licence_valid_until = '2020-01-01'");
        assertThat(items("unconnected")).as("not operating").isEmpty();
        api.sql("UPDATE cafe SET licence_valid_until = NULL");
        assertThat(items("unconnected")).hasSize(1);
        api.call("POST", "/api/v1/cafes/" + cafe + "/enrolments", ADMIN, null);
        assertThat(items("unconnected")).isEmpty();
        assertThat(items("closedWithKey")).isEmpty();
        api.call(
                "POST",
                "/api/v1/cafes/" + cafe + "/closures",
                ADMIN,
                new JsonObject().put("kind", "permanent").put("document", "d"));
        assertThat(items("closedWithKey")).hasSize(1);
        assertThat(items("offices")).as("no café, no office").isEmpty();

        String invited = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject().put("name", "n").put("role", "auditor").put("signInName", "invited"))
                .json()
                .getString("id");
        assertThat(items("invitations")).as("it is good for three days").isEmpty();
        api.sql("UPDATE invitation SET expires_at = expires_at - interval '2 days'");
        assertThat(items("invitations").getFirst().getString("account")).isEqualTo(invited);
        whoMayPublishRules();
    }

    /** Rules take two: a proposal that nobody may publish has no effect. */
    private void whoMayPublishRules() {
        regulator("county", "culture", "360481");
        regulator("police", "public-security", "000000");
        assertThat(releasers()).isEqualTo(new JsonObject().put("now", 0).put("later", 0));
        String country = regulator("country", "culture", "000000").getString("id");
        assertThat(releasers())
                .as("0 hours are asked for")
                .isEqualTo(new JsonObject().put("now", 1).put("later", 1));
        api.sql("UPDATE account SET changed_at = created_at + interval '1 hour' WHERE id = '" + country + "'");
        assertThat(releasers())
                .as("it is too new")
                .isEqualTo(new JsonObject().put("now", 0).put("later", 1));
        api.call("DELETE", "/api/v1/accounts/" + country, ADMIN, null);
        assertThat(releasers()).isEqualTo(new JsonObject().put("now", 0).put("later", 0));
    }

    private JsonObject opened(JsonObject officer) {
        return api.call(
                        "POST",
                        "/api/v1/cases",
                        officer.getString("token"),
                        new JsonObject().put("placeCode", "36048110000001"))
                .json();
    }

    private JsonObject assigned(JsonObject officer, JsonObject file, String... officers) {
        Answer answer = api.call(
                "POST",
                "/api/v1/cases/" + file.getString("id") + "/actions",
                officer.getString("token"),
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray(List.of(officers)))
                        .put("trigger", "plan")
                        .put("version", file.getValue("version")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonObject dependents(String account) {
        return api.get("/api/v1/accounts/" + account + "/dependents", ADMIN).json();
    }

    @Test
    void regulatorsOfEitherAuthorityWhoseRegionMeetsOnesOwnAreTold() {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject province = regulator("province", "culture", "360000");
        JsonObject elsewhere = regulator("elsewhere", "culture", "110101");
        JsonObject police = regulator("police", "public-security", "360481");

        assertThat(seenBy(county)).containsExactly("police created", "province created");
        assertThat(seenBy(province)).containsExactly("county created", "police created");
        assertThat(seenBy(elsewhere)).isEmpty();
        assertThat(seenBy(police)).containsExactly("county created", "province created");
        assertThat(changes(county).stream().map(one -> one.getString("authority")))
                .containsExactlyInAnyOrder("culture", "public-security");
        assertThat(api.get("/api/v1/account-changes", county.getString("token"))
                        .json()
                        .fieldNames())
                .containsExactly("items", "next", "position");
        assertThat(api.get("/api/v1/account-changes", ADMIN).status()).isEqualTo(403);

        String id = county.getString("id");
        api.sql("UPDATE account SET created_at = created_at - interval '8 days'");
        assertThat(seenBy(province)).isEmpty();
        api.sql("INSERT INTO second_factor (account, sealed, confirmed_at) VALUES ('" + id + "', '', now())");
        assertThat(api.call("DELETE", "/api/v1/accounts/" + id + "/second-factor", ADMIN, null)
                        .status())
                .isEqualTo(204);
        assertThat(seenBy(province)).containsExactly("county factor-reset");
        assertThat(seenBy(police)).containsExactly("county factor-reset");
        assertThat(api.call("PUT", "/api/v1/accounts/" + id, ADMIN, scope("360482"))
                        .status())
                .isEqualTo(200);
        assertThat(seenBy(province)).as("a later change hides no reset").containsExactly("county factor-reset");
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'list-accounts'"))
                .isNotEqualTo("0");

        api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null);
        assertThat(seenBy(province)).as("an account that has ended").containsExactly("county factor-reset");
        assertThat(Instant.parse(changes(province).getFirst().getString("endedAt")))
                .isAfterOrEqualTo(Instant.parse(changes(province).getFirst().getString("at")));
    }

    /** To whom cases may be assigned: of one's own authority, by name, and never an account that has ended. */
    @Test
    void colleaguesAreListed() {
        JsonObject county = regulator("county", "culture", "360481");
        regulator("city", "culture", "360400");
        regulator("elsewhere", "culture", "110101");
        regulator("police", "public-security", "360481");
        String gone = regulator("gone", "culture", "360481").getString("id");
        api.call("DELETE", "/api/v1/accounts/" + gone, ADMIN, null);

        var found = api.get("/api/v1/colleagues", county.getString("token"));

        assertThat(found.json().getJsonArray("items").stream()
                        .map(one ->
                                ((JsonObject) one).getString("name") + " " + ((JsonObject) one).getString("region")))
                .containsExactly("city 360400", "county 360481");
        assertThat(found.json().fieldNames()).containsExactly("items", "next", "position");
        assertThat(api.get("/api/v1/colleagues", ADMIN).status()).isEqualTo(403);
    }

    /** Otherwise two names that are exchanged would put what one officer did under the name of the other. */
    @Test
    void aNewNameIsToldWithTheFormerOne() {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject elsewhere = regulator("elsewhere", "culture", "110101");
        String path = "/api/v1/accounts/" + regulator("张三", "culture", "360481").getString("id");
        api.sql("UPDATE account SET created_at = created_at - interval '8 days'");
        String auditor = api.auditor();
        api.sql("UPDATE account SET created_at = created_at - interval '8 days' WHERE role = 'auditor'");

        for (String name : List.of("王五", "李四")) {
            assertThat(api.call("PUT", path, ADMIN, scope("360481").put("name", name))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(changes(county)).singleElement().satisfies(told -> {
            assertThat(told.getString("name")).isEqualTo("李四");
            assertThat(told.getString("change")).isEqualTo("renamed");
            assertThat(told.getJsonArray("formerNames")).containsExactly("张三", "王五");
        });
        assertThat(seenBy(elsewhere)).isEmpty();
        JsonObject entry = api.get("/api/v1/access-log?action=change-account&limit=1", auditor)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(entry.getJsonObject("details").getString("what")).isEqualTo("name");
        assertThat(entry.getString("reason")).isEqualTo("王五");

        api.call("PUT", path, ADMIN, scope("360400").put("name", "李四"));
        assertThat(changes(county)).singleElement().satisfies(told -> {
            assertThat(told.getString("change")).as("more than a new name").isEqualTo("changed");
            assertThat(told.getJsonArray("formerNames")).hasSize(2);
        });
        api.sql("UPDATE account SET created_at = created_at - interval '8 days', changed_at = NULL, moved_at = NULL");
        api.sql("UPDATE former_name SET until = until - interval '1 year'");
        assertThat(changes(county)).isEmpty();
    }

    /** Otherwise whoever makes accounts elsewhere would hide one here. */
    @Test
    void manyAccountsElsewhereHideNone() {
        JsonObject province = regulator("province", "culture", "360000");
        regulator("country", "culture", "000000");
        regulator("county", "culture", "360481");
        api.sql("INSERT INTO account (id, name, role, authority, region, token_hash, created_at)"
                + " SELECT gen_random_uuid(), 'elsewhere', 'regulator', 'culture', '370100', sha256(n::text::bytea),"
                + " (SELECT max(created_at) FROM account) + interval '1 minute' FROM generate_series(1, 1200) n");

        assertThat(seenBy(province)).containsExactly("country created", "county created");

        api.sql("UPDATE account SET region = '360121' WHERE name = 'elsewhere'");
        assertThat(seenBy(province)).as("the newest").hasSize(1_000).containsOnly("elsewhere created");

        api.createCafe("36012110000001");
        api.sql("UPDATE account SET role = 'operator', authority = NULL, region = NULL, place_code = '36012110000001'"
                + " WHERE name = 'elsewhere'");
        api.sql("UPDATE account SET moved_at = NULL"); // who lately was an officer counts as one
        assertThat(changes(province))
                .as("operators hide no officer")
                .hasSize(1_000)
                .element(1)
                .satisfies(one -> assertThat(one.getString("role")).isEqualTo("regulator"));
    }

    /** A table makes a thousand accounts of auditors at once, whom every region is told of. */
    @Test
    void manyAuditorsHideNoRegulator() {
        JsonObject county = regulator("county", "culture", "360481");
        regulator("made", "culture", "360481");
        String path =
                "/api/v1/accounts/" + regulator("moved", "culture", "360481").getString("id");
        api.sql("UPDATE account SET created_at = created_at - interval '1 hour'");
        api.call("PUT", path, ADMIN, new JsonObject().put("name", "moved").put("role", "auditor"));
        api.sql("INSERT INTO account (id, name, role, token_hash, created_at)"
                + " SELECT gen_random_uuid(), 'auditor', 'auditor', sha256(n::text::bytea),"
                + " (SELECT max(created_at) FROM account) + interval '1 minute' FROM generate_series(1, 1200) n");

        assertThat(seenBy(county)).hasSize(1_000).contains("made created", "moved changed");
    }

    private JsonObject operator(String name, String cafe) {
        return api.call("POST", "/api/v1/accounts", ADMIN, speaker(name, cafe)).json();
    }

    private static JsonObject speaker(String name, String cafe) {
        return new JsonObject().put("name", name).put("role", "operator").put("placeCode", cafe);
    }

    @Test
    void whoSpeaksForACafeIsTold() {
        List.of(CAFE, OTHER).forEach(api::createCafe);
        JsonObject owner = operator("owner", CAFE);
        JsonObject neighbour = operator("neighbour", OTHER);
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject police = regulator("police", "public-security", "360400");
        JsonObject elsewhere = regulator("elsewhere", "culture", "110101");

        operator("forger", CAFE);

        assertThat(seenBy(owner)).containsExactly("forger created");
        assertThat(seenBy(neighbour)).isEmpty();
        assertThat(seenBy(county)).containsExactly("forger created", "owner created", "police created");
        assertThat(seenBy(police))
                .containsExactly("county created", "forger created", "neighbour created", "owner created");
        assertThat(seenBy(elsewhere)).isEmpty();
        JsonObject told = changes(owner).getFirst();
        assertThat(told.getJsonArray("placeCodes")).containsExactly(CAFE);
        assertThat(told.getString("role")).isEqualTo("operator");
        String ofCafe = "/api/v1/account-changes?placeCode=";
        assertThat(names(api.get(ofCafe + CAFE, county.getString("token")))).containsExactly("forger", "owner");
        assertThat(names(api.get(ofCafe + OTHER, county.getString("token"))))
                .as("of another county")
                .isEmpty();
        assertThat(names(api.get(ofCafe + OTHER, owner.getString("token")))).isEmpty();
    }

    private static List<String> names(Answer answer) {
        return answer.json().getJsonArray("items").stream()
                .map(one -> ((JsonObject) one).getString("name"))
                .sorted()
                .toList();
    }

    /** Otherwise one would speak for the café and be gone before anybody looks. */
    @Test
    void anAccountThatWasMovedIsStillToldToItsFormerCafe() {
        List.of(CAFE, OTHER).forEach(api::createCafe);
        JsonObject owner = operator("owner", CAFE);
        JsonObject county = regulator("county", "culture", "360481");
        String path = "/api/v1/accounts/" + operator("forger", CAFE).getString("id");

        api.sql("UPDATE account SET created_at = created_at - interval '1 hour'");
        api.call("PUT", path, ADMIN, speaker("forger", OTHER));
        assertThat(seenBy(owner)).containsExactly("forger changed");
        assertThat(seenBy(county)).contains("forger changed");
        assertThat(seenBy(operator("neighbour", OTHER))).contains("forger changed");
        api.call("PUT", path, ADMIN, scope("110101"));
        assertThat(changes(owner)).singleElement().satisfies(told -> {
            assertThat(told.getString("role")).isEqualTo("regulator");
            assertThat(told.getString("region")).as("where it went").isNull();
            assertThat(told.getString("authority")).isNull();
        });
        api.call("DELETE", path, ADMIN, null);
        assertThat(changes(owner).getFirst().getString("endedAt")).isNotNull();
    }

    /** Otherwise one would act in a region and be gone before anybody looks. A week later it is another region's alone. */
    @Test
    void aRegulatorWhoWasMovedIsStillToldToTheFormerRegion() {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject police = regulator("police", "public-security", "360400");
        JsonObject neighbour = regulator("neighbour", "culture", "360581");
        JsonObject elsewhere = regulator("elsewhere", "culture", "110101");
        String moved = regulator("moved", "culture", "360481").getString("id");
        String path = "/api/v1/accounts/" + moved;
        for (String region : List.of("360481", "360581")) {
            await(api.log.append(AccessEntry.done(Actor.account(new AccountId(UUID.fromString(moved))), Action.UNMASK)
                    .inRegion(new RegionCode(region))
                    .with("accountHours", 1)));
        }
        api.sql("UPDATE account SET created_at = created_at - interval '8 days'");
        assertThat(seenBy(county)).isEmpty();

        api.call("PUT", path, ADMIN, scope("360581").put("name", "moved"));
        for (JsonObject reader : List.of(county, police, neighbour)) {
            assertThat(changes(reader)).singleElement().satisfies(told -> {
                assertThat(told.getString("change")).isEqualTo("changed");
                assertThat(told.getString("region")).isEqualTo("360581");
            });
        }
        assertThat(changes(neighbour).getFirst().getInteger("unmaskings")).isEqualTo(2);
        assertThat(changes(county).getFirst().getInteger("unmaskings"))
                .as("what it did elsewhere is not this county's")
                .isEqualTo(1);
        assertThat(seenBy(elsewhere)).isEmpty();
        api.call("PUT", path, ADMIN, new JsonObject().put("name", "moved").put("role", "auditor"));
        assertThat(changes(county).getFirst().getInteger("unmaskings"))
                .as("whatever it is now")
                .isEqualTo(1);
        api.call("PUT", path, ADMIN, scope("110101").put("name", "moved"));
        assertThat(seenBy(county)).as("over two moves").containsExactly("moved changed");
        assertThat(seenBy(elsewhere)).containsExactly("moved changed");
        api.call("DELETE", path, ADMIN, null);
        assertThat(changes(county).getFirst().getString("endedAt")).isNotNull();

        api.sql("UPDATE account SET moved_at = moved_at - interval '8 days'");
        assertThat(seenBy(county)).isEmpty();
    }

    @Test
    void aNewLinkToSetAPasswordIsTold() {
        api.createCafe(CAFE);
        JsonObject owner = operator("owner", CAFE);
        JsonObject county = regulator("county", "culture", "360481");
        String invited = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        speaker("cashier", CAFE).put("signInName", "cashier"))
                .json()
                .getString("id");
        assertThat(seenBy(owner)).as("its first one").containsExactly("cashier created");
        api.sql("UPDATE account SET created_at = created_at - interval '8 days'");
        api.sql("UPDATE invitation SET made_at = made_at - interval '8 days'");
        assertThat(seenBy(owner)).isEmpty();

        api.call("POST", "/api/v1/accounts/" + invited + "/invitation", ADMIN, null);

        assertThat(seenBy(owner)).containsExactly("cashier invited");
        assertThat(seenBy(county)).containsExactly("cashier invited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "auditor"})
    void everyRegulatorIsToldOfWhoActsForEveryRegion(String role) {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject police = regulator("police", "public-security", "110101");
        var body = new JsonObject().put("name", "made").put("role", role);
        String id = api.call("POST", "/api/v1/accounts", ADMIN, body).json().getString("id");

        assertThat(seenBy(county)).containsExactly("made created");
        assertThat(seenBy(police)).containsExactly("made created");
        JsonObject shown = changes(police).getFirst();
        assertThat(shown.getString("role")).isEqualTo(role);
        assertThat(shown.getString("authority")).isNull();
        assertThat(shown.getString("region")).isNull();
        assertThat(shown.getString("endedAt")).isNull();
        api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null);
        assertThat(changes(police).getFirst().getString("endedAt")).isNotNull();
    }

    @Test
    void aFactorThatIsNotThereIsNoChange() {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject province = regulator("province", "culture", "360000");
        String path = "/api/v1/accounts/" + county.getString("id") + "/second-factor";
        api.sql("UPDATE account SET created_at = created_at - interval '1 hour'");
        api.sql("INSERT INTO recovery_code (account, code_hash) VALUES ('" + county.getString("id")
                + "', sha256('code'))");

        assertThat(api.call("DELETE", path, ADMIN, null).status()).isEqualTo(404);
        assertThat(seenBy(province)).containsExactly("county created");
        assertThat(api.call("PUT", "/api/v1/accounts/" + county.getString("id"), ADMIN, scope("360482"))
                        .status())
                .isEqualTo(200);
        assertThat(seenBy(province)).containsExactly("county changed");
        assertThat(api.value("SELECT count(*) FROM recovery_code")).isEqualTo("1");
    }
}
