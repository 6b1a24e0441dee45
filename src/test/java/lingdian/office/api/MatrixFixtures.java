package lingdian.office.api;

import static lingdian.testing.SealedCafe.CAFE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.CitizenNumber;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.SealedCafe.Answer;
import org.jspecify.annotations.Nullable;

/**
 * What each operation of the API is tried on: a real object of one café in 360481 and of one authority, and a body that
 * is right. An operation that is not here has no test of who may call it, and so fails.
 */
final class MatrixFixtures {
    private static final String IN_RANGE = "2026-07-10T00:00:00+08:00";
    private static final String JPEG = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF, (byte) 0xD8, -1, 1});

    private final SealedCafe cafe;
    private final Map<String, String> makers = new HashMap<>();
    private final Map<String, String> seconds = new HashMap<>();
    private final Map<String, String> violations = new HashMap<>();
    private final String operator;
    private final Map<String, Fixture> fixtures = new HashMap<>();
    private int count;

    /** What an operation's object is bound to. */
    enum Bound {
        /** There is no object, or all with the role may. */
        NOTHING,
        /** To its café's region, and for an operator to the café. */
        CAFE,
        /** Also to an authority. */
        AUTHORITY,
        /** Visible to the account that made it, and to no account if the role can make none. */
        ACCOUNT
    }

    /** The values of the path parameters, and the body. */
    record Tried(Map<String, String> path, @Nullable JsonObject body) {
        static Tried body(@Nullable JsonObject body) {
            return new Tried(Map.of("placeCode", CAFE, "code", "360481", "number", "1"), body);
        }

        static Tried on(String id, @Nullable JsonObject body) {
            return new Tried(Map.of("placeCode", CAFE, "id", id), body);
        }

        static Tried on(String id, String inner, String innerId) {
            return new Tried(Map.of("id", id, inner, innerId), null);
        }
    }

    /**
     * Creates the objects for a test, new each time, of one authority; for the account that is to call with
     * {@code token}.
     */
    interface Making {
        Tried make(String authority, String token);
    }

    record Fixture(Bound bound, Making making) {}

    MatrixFixtures(SealedCafe cafe) throws Exception {
        this.cafe = cafe;
        for (String authority : List.of("culture", "public-security")) {
            makers.put(authority, cafe.service.regulatorToken(authority, "360481"));
            seconds.put(authority, cafe.service.regulatorToken(authority, "360481"));
        }
        operator = account(new JsonObject().put("role", "operator").put("placeCode", CAFE))
                .getString("token");
        violations.put("culture", cafe.violation("MINOR_ADMITTED", "minor"));
        String police = cafe.violation("IDENTITY_UNVERIFIED", "adult");
        cafe.sql("UPDATE violation SET authorities = '{public-security}' WHERE id = '" + police + "'");
        violations.put("public-security", police);
        cafe.service.checkpoint();
        cafe.service.groupCases();
        configuration();
        cases();
        documents();
        accounts();
        violations();
        records();
        enforcement();
        complaints();
        messages();
        ruleSets();
        notifications();
        rest();
    }

    Fixture of(String operationId) {
        Fixture fixture = fixtures.get(operationId);
        if (fixture == null) {
            throw new AssertionError("nothing here says on what " + operationId + " is to be tried");
        }
        return fixture;
    }

    private void configuration() {
        plain("putCafe", new JsonObject().put("name", "n").put("licence", licence()));
        plain("createAgentKey", null);
        add(
                "endAgentKey",
                Bound.NOTHING,
                (authority, token) ->
                        Tried.on(made(RunningService.ADMIN_TOKEN, "/cafes/" + CAFE + "/agent-keys", null), null));
        bound("issueEnrolment", Bound.CAFE, null);
        add(
                "withdrawEnrolment",
                Bound.CAFE,
                (authority, token) ->
                        Tried.on(made(RunningService.ADMIN_TOKEN, "/cafes/" + CAFE + "/enrolments", null), null));
        bound("issueEnrolments", Bound.CAFE, new JsonObject().put("region", "360481"));
        plain("listKeyChanges", null);
        plain("listCafeChanges", null);
        bound("getCounterNotice", Bound.CAFE, null);
        plain("importCafes", new JsonObject());
        plain("listAgentKeys", null);
        plain("getServiceHealth", null);
        plain("getSetupGaps", null);
        plain("listEnrolments", null);
        add(
                "enrolAgent",
                Bound.NOTHING,
                (authority, token) -> Tried.body(new JsonObject()
                        .put(
                                "code",
                                json(RunningService.ADMIN_TOKEN, "/cafes/" + CAFE + "/enrolments", null)
                                        .getString("code"))));
        JsonObject schedule =
                new JsonObject("{\"weekly\":{\"mon\":[\"08:00-24:00\"]},\"from\":\"2027-01-01\",\"document\":\"d\"}");
        bound("getCafeHours", Bound.CAFE, null);
        bound("getRegionHours", Bound.CAFE, null);
        bound("putCafeHours", Bound.CAFE, schedule);
        bound("putRegionHours", Bound.CAFE, schedule);
        JsonObject order = new JsonObject()
                .put("placeCode", CAFE)
                .put("kind", "open")
                .put("document", "d")
                .put("from", "2027-01-01T00:00:00Z")
                .put("to", "2027-01-02T00:00:00Z");
        bound("createOrder", Bound.CAFE, order);
        add(
                "endOrder",
                Bound.CAFE,
                (authority, token) -> Tried.on(made(RunningService.ADMIN_TOKEN, "/orders", order), null));
        JsonObject suspension =
                new JsonObject().put("from", "2027-01-01T00:00:00Z").put("document", "d");
        bound("createSuspension", Bound.CAFE, suspension);
        add(
                "endSuspension",
                Bound.CAFE,
                (authority, token) -> Tried.on(made(token, "/cafes/" + CAFE + "/suspensions", suspension), null));
        plain("listIntegrityIncidents", null);
        JsonObject closure = suspension.copy().put("kind", "temporary");
        bound("createClosure", Bound.CAFE, closure);
        add(
                "endClosure",
                Bound.CAFE,
                (authority, token) ->
                        Tried.on(made(RunningService.ADMIN_TOKEN, "/cafes/" + CAFE + "/closures", closure), null));
        makers.forEach((authority, token) ->
                cafe.call("PUT", "/offices/360481/" + authority, token, new JsonObject().put("name", "n")));
        plain("getCalendar", null);
        add("listCalendarVersions", Bound.NOTHING, (authority, token) -> new Tried(Map.of("year", "2026"), null));
        add("getOffice", Bound.AUTHORITY, (authority, token) -> office(authority, null));
        add("putOffice", Bound.AUTHORITY, (authority, token) -> office(authority, new JsonObject().put("name", "n")));
        add("putCalendarYear", Bound.NOTHING, (authority, token) -> new Tried(Map.of("year", "2028"), calendar()));
        plain("listCafes", null);
        plain("tallyCafes", null);
        bound("getCafe", Bound.CAFE, null);
        bound("listMaintenance", Bound.CAFE, null);
        bound("announceMaintenance", Bound.CAFE, maintenance());
        bound("getCafeHistory", Bound.CAFE, null);
        bound("getSafety", Bound.CAFE, null);
        bound("putSafety", Bound.CAFE, new JsonObject().put("responsibilityLetterOn", "2026-07-01"));
    }

    private static Tried office(String authority, @Nullable JsonObject body) {
        return new Tried(Map.of("region", "360481", "authority", authority), body);
    }

    private static JsonObject calendar() {
        return new JsonObject().put("official", false).put("source", "s").put("days", new JsonArray());
    }

    private JsonObject maintenance() {
        Instant tomorrow = cafe.now.get().plusSeconds(86_400);
        return new JsonObject()
                .put("work", "power")
                .put("from", tomorrow.toString())
                .put("to", tomorrow.plusSeconds(3_600).toString());
    }

    private void accounts() {
        JsonObject auditor = new JsonObject().put("name", "n").put("role", "auditor");
        plain("createAccount", auditor);
        plain("importAccounts", new JsonObject());
        add("changeAccount", Bound.NOTHING, (authority, token) -> Tried.on(person(), auditor));
        for (String operation : List.of("endAccount", "inviteAccount", "getAccountDependents")) {
            add(operation, Bound.NOTHING, (authority, token) -> Tried.on(person(), null));
        }
        add("resetSecondFactor", Bound.NOTHING, (authority, token) -> {
            String id = person();
            cafe.sql("INSERT INTO second_factor (account, sealed) VALUES ('" + id + "', '')");
            return Tried.on(id, null);
        });
    }

    private void violations() {
        plain("listViolations", null);
        plain("followViolations", null);
        onViolation("getViolation", null);
        onViolation("getViolationTimeline", null);
        onViolation("actOnViolation", new JsonObject().put("action", "comment").put("note", "n"));
        onViolation("unmask", reason());
        onViolation("listQuarantine", null);
        onViolation("getEvidence", null);
        onViolation("objectToViolation", new JsonObject().put("statement", "s"));
        add("getObjectionFile", Bound.AUTHORITY, (authority, token) -> {
            JsonObject shown = json(
                    operator,
                    "/violations/" + violations.get(authority) + "/objections",
                    new JsonObject().put("statement", "s").put("files", files()));
            String file = last(last(shown.getJsonArray("objections")).getJsonArray("files"))
                    .getString("id");
            return Tried.on(violations.get(authority), "file", file);
        });
        add("answerObjection", Bound.AUTHORITY, (authority, token) -> {
            String violation = copyOf(violations.get(authority)); // a violation has ten objections at most
            JsonObject shown =
                    json(operator, "/violations/" + violation + "/objections", new JsonObject().put("statement", "s"));
            return new Tried(
                    Map.of(
                            "id",
                            violation,
                            "objection",
                            last(shown.getJsonArray("objections")).getString("id")),
                    new JsonObject().put("upheld", true).put("text", "t"));
        });
        plain("listUnmaskings", null);
        add("getUnmasking", Bound.AUTHORITY, (authority, token) -> Tried.on(unmasking(authority), null));
        add("decideUnmasking", Bound.AUTHORITY, (authority, token) -> Tried.on(unmasking(authority), null));
    }

    private String copyOf(String violation) {
        String id = UUID.randomUUID().toString();
        cafe.sql("INSERT INTO violation SELECT (jsonb_populate_record(v, jsonb_build_object('id', '%1$s', 'snapshot',"
                        .formatted(id)
                + " replace(snapshot, '%1$s', '%2$s')))).* FROM violation AS v WHERE id = '%1$s'"
                        .formatted(violation, id));
        return id;
    }

    private void documents() {
        JsonObject order = new JsonObject().put("kind", "closing-report").put("fields", new JsonObject());
        add(
                "getCaseDocumentForm",
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(caseOf(authority), "kind", "decision"));
        add("listCaseDocuments", Bound.AUTHORITY, (authority, token) -> Tried.on(caseOf(authority), null));
        add("makeCaseDocument", Bound.AUTHORITY, (authority, token) -> Tried.on(caseOf(authority), order));
        add(
                "getCaseDocument",
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(caseOf(authority), "document", document(authority, order)));
        add(
                "voidCaseDocument",
                Bound.AUTHORITY,
                (authority, token) ->
                        new Tried(Map.of("id", caseOf(authority), "document", document(authority, order)), reason()));
    }

    private String document(String authority, JsonObject order) {
        return made(makers.get(authority), "/cases/" + caseOf(authority) + "/documents", order);
    }

    private String served(String authority) {
        String documents = "/cases/" + caseOf(authority) + "/documents";
        JsonObject order = json(
                makers.get(authority),
                documents,
                new JsonObject().put("kind", "rectification-order").put("fields", new JsonObject()));
        var delivery = new JsonObject().put("document", order.getString("number"));
        json(
                makers.get(authority),
                documents,
                new JsonObject()
                        .put("kind", "service-receipt")
                        .put("fields", new JsonObject().put("deliveries", new JsonArray().add(delivery))));
        return order.getString("id");
    }

    private void cases() {
        plain("listCases", null);
        plain("countCases", null);
        add("getDocumentForm", Bound.NOTHING, (authority, token) -> new Tried(Map.of("kind", "decision"), null));
        plain("listWorklistViews", null);
        JsonObject view = new JsonObject()
                .put("name", "v")
                .put("filter", new JsonObject())
                .put("shared", false);
        plain("createWorklistView", view);
        JsonObject renamed = new JsonObject().put("name", "w").put("shared", true);
        add("changeWorklistView", Bound.ACCOUNT, (authority, token) -> Tried.on(savedView(token, view), renamed));
        add("removeWorklistView", Bound.ACCOUNT, (authority, token) -> Tried.on(savedView(token, view), null));
        plain("listApprovals", null);
        bound("openCase", Bound.CAFE, new JsonObject().put("placeCode", CAFE));
        plain("listMyCases", null);
        add(
                "getMyCaseDocument",
                Bound.CAFE,
                (authority, token) -> Tried.on(caseOf(authority), "document", served(authority)));
        add("getCase", Bound.AUTHORITY, (authority, token) -> Tried.on(caseOf(authority), null));
        add(
                "actOnCase",
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(caseOf(authority), comment().put("version", versionOf(authority))));
        add(
                "actOnCases",
                Bound.NOTHING,
                (authority, token) -> Tried.body(comment()
                        .put(
                                "cases",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("id", caseOf(authority))
                                                .put("version", versionOf(authority))))));
    }

    private static JsonObject comment() {
        return new JsonObject().put("action", "comment").put("note", "n");
    }

    private String caseOf(String authority) {
        return ofCase("case_id", authority);
    }

    private long versionOf(String authority) {
        return Long.parseLong(ofCase("version", authority));
    }

    private String ofCase(String column, String authority) {
        return cafe.rows("SELECT " + column + " FROM case_violation JOIN case_file ON case_file.id = case_id"
                        + " WHERE violation_id = '" + violations.get(authority) + "' AND case_violation.authority = '"
                        + authority + "'")
                .getFirst();
    }

    private void records() {
        bound("requestRecords", Bound.CAFE, wanted());
        plain("listRecordRequests", null);
        add("getRecordRequest", Bound.AUTHORITY, (authority, token) -> Tried.on(request(makers.get(authority)), null));
        add(
                "decideRecordRequest",
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(request(makers.get(authority)), null));
        add("exportRecords", Bound.AUTHORITY, (authority, token) -> {
            String id = request(token);
            json(seconds.get(authority), "/record-requests/" + id + "/approval", new JsonObject());
            return Tried.on(id, null);
        });
        JsonObject held =
                reason().put("placeCode", CAFE).put("from", "2026-07-01").put("to", "2026-07-01");
        bound("setLegalHold", Bound.CAFE, held);
        plain("listLegalHolds", null);
        add("getLegalHold", Bound.AUTHORITY, (authority, token) -> Tried.on(hold(authority, held), null));
        add("askToLiftLegalHold", Bound.AUTHORITY, (authority, token) -> Tried.on(hold(authority, held), reason()));
        add("decideLegalHold", Bound.AUTHORITY, (authority, token) -> {
            String id = hold(authority, held);
            json(makers.get(authority), "/legal-holds/" + id + "/lifting", reason());
            return Tried.on(id, null);
        });
    }

    /** Those of the tests before are taken away, since an account may not have many. An auditor lists no cafés. */
    private JsonObject exportLink(String token) {
        cafe.sql("DELETE FROM export_link");
        boolean listsCafes = cafe.get("/cafes", token).status() == 200;
        String list = listsCafes ? "cafes" : "access-log";
        return json(token, "/export-links", new JsonObject().put("list", list).put("form", "csv"));
    }

    /** The only one of its account, which may not have many. */
    private String savedView(String token, JsonObject view) {
        cafe.sql("DELETE FROM worklist_view");
        return made(token, "/worklist-views", view);
    }

    private void complaints() {
        JsonObject said =
                new JsonObject().put("way", "letter").put("subject", "hours").put("content", "c");
        bound("registerComplaint", Bound.CAFE, said.copy().put("placeCode", CAFE));
        plain("listComplaints", null);
        plain("tallyComplaints", null);
        onMade("getComplaint", "/complaints", said, null);
        onMade("getReporter", "/complaints", said, null);
        onMade(
                "actOnComplaint",
                "/complaints",
                said,
                new JsonObject().put("action", "accept").put("version", 1));
    }

    private void messages() {
        JsonObject text = new JsonObject()
                .put("text", "t")
                .put("purpose", "hours")
                .put("until", cafe.now.get().plusSeconds(86_400).toString());
        bound("sendMessage", Bound.CAFE, text);
        bound("listMessages", Bound.CAFE, null);
        bound("listMyMessages", Bound.CAFE, null);
        String month =
                cafe.now.get().atZone(ChinaTime.ZONE).minusMonths(1).toString().substring(0, 7);
        add(
                "getCertificate",
                Bound.CAFE,
                (authority, token) -> new Tried(Map.of("placeCode", CAFE, "month", month), null));
        bound("sendRegionMessage", Bound.CAFE, text);
        bound("listRegionMessages", Bound.CAFE, null);
        add("getRoster", Bound.CAFE, (authority, token) -> new Tried(Map.of("code", "360400"), null));
        add(
                "putRoster",
                Bound.CAFE,
                (authority, token) ->
                        new Tried(Map.of("code", "360400"), new JsonObject().put("duties", new JsonArray())));
        add(
                "listMessageCafes",
                Bound.AUTHORITY,
                (authority, token) -> new Tried(
                        Map.of(
                                "code",
                                "360481",
                                "id",
                                made(makers.get(authority), "/cafes/" + CAFE + "/messages", text)),
                        null));
    }

    private void enforcement() {
        JsonObject night = new JsonObject().put("kind", "night-round").put("unit", "u");
        plain("createInspection", night);
        plain("listInspections", null);
        onMade("getInspection", "/inspections", night, null);
        onMade("changeInspection", "/inspections", night, night.copy().put("version", 1));
        JsonObject closed = night.copy().put("closed", true);
        onMade("correctInspection", "/inspections", closed, new JsonObject().put("note", "n"));
        JsonObject visit = new JsonObject()
                .put("kind", "dispatch")
                .put("unit", "u")
                .put(
                        "premises",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kind", "internet-cafe")
                                        .put("placeCode", CAFE)));
        JsonObject first = new JsonObject().put("version", 0);
        onMade("writeSiteRecord", "/inspections", visit, first);
        onMade("getRegisteredSeats", "/inspections", visit, null);
        add("getSiteRecord", Bound.AUTHORITY, (authority, token) -> Tried.on(recorded(authority, visit, first), null));
        add(
                "signSiteRecord",
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(
                        recorded(authority, visit, first),
                        new JsonObject()
                                .put("as", "officer")
                                .put("certificate", "36040012")
                                .put("version", 1)));
        onMade("listInspectionThumbnails", "/inspections", night, null);
        onMade("addInspectionPhotos", "/inspections", night, new JsonObject().put("photos", files()));
        add("getInspectionPhoto", Bound.AUTHORITY, (authority, token) -> {
            String id = made(makers.get(authority), "/inspections", night);
            JsonObject shown = json(
                    makers.get(authority), "/inspections/" + id + "/photos", new JsonObject().put("photos", files()));
            return Tried.on(id, "file", last(shown.getJsonArray("photos")).getString("id"));
        });
        add("removeInspectionPhoto", Bound.AUTHORITY, (authority, token) -> {
            String id = made(makers.get(authority), "/inspections", night);
            JsonObject shown = json(
                    makers.get(authority), "/inspections/" + id + "/photos", new JsonObject().put("photos", files()));
            return Tried.on(id, "file", last(shown.getJsonArray("photos")).getString("id"));
        });
        JsonObject draw = new JsonObject().put("count", 1);
        plain("planRound", null);
        plain("listRoundCafes", null);
        bound("addRoundCafe", Bound.CAFE, null);
        plain("removeRoundCafe", null);
        plain("draw", draw);
        plain("listDraws", null);
        plain("listAccounts", null);
        plain("listAccountChanges", null);
        plain("listColleagues", null);
        onMade("getDraw", "/inspections/draws", draw, null);
        JsonObject summer =
                new JsonObject().put("name", "n").put("from", "2026-07-01").put("to", "2026-07-31");
        JsonObject entry = new JsonObject().put("type", "activity").put("unit", "u");
        plain("createCampaign", summer);
        plain("listCampaigns", null);
        onMade("getCampaign", "/campaigns", summer, null);
        onMade("changeCampaign", "/campaigns", summer, summer.copy().put("version", 1));
        onMade("addCampaignEntry", "/campaigns", summer, entry);
        onMade("getCampaignReport", "/campaigns", summer, null);
        onMade("joinCampaign", "/campaigns", summer, new JsonObject()); // 409: it is of the caller's own region
        add("withdrawCampaignEntry", Bound.AUTHORITY, (authority, token) -> {
            String id = made(makers.get(authority), "/campaigns", summer);
            JsonObject shown = json(makers.get(authority), "/campaigns/" + id + "/entries", entry);
            return Tried.on(id, "entry", last(shown.getJsonArray("entries")).getString("id"));
        });
        plain("listReturns", null);
        for (String operation : List.of("getReturn", "listReturnRows", "submitReturn")) {
            add(operation, Bound.NOTHING, (authority, token) -> new Tried(Map.of("period", "2026-07"), null));
        }
        plain("listExportLinks", null);
        plain("createExportLink", new JsonObject().put("list", "cafes").put("form", "csv"));
        add(
                "endExportLink",
                Bound.ACCOUNT,
                (authority, token) -> Tried.on(exportLink(token).getString("id"), null));
        add(
                "openExportLink",
                Bound.NOTHING,
                (authority, token) -> new Tried(
                        Map.of(
                                "token",
                                exportLink(makers.get(authority))
                                        .getString("path")
                                        .substring("/api/v1/exports/".length())),
                        null));
        plain("listTargets", null);
        plain(
                "setTarget",
                new JsonObject().put("kind", "drawn").put("every", "month").put("percent", 10));
        plain("listPrecisions", null);
        plain("getTrends", null);
        plain("compareTrends", null);
    }

    private String recorded(String authority, JsonObject visit, JsonObject record) {
        String token = makers.get(authority);
        String id = made(token, "/inspections", visit);
        cafe.call("PUT", "/inspections/" + id + "/records/" + CAFE, token, record);
        return id;
    }

    private void ruleSets() {
        plain("listRuleSets", null);
        add("proposeRuleSet", Bound.NOTHING, (authority, token) -> Tried.body(newRules()));
        for (String operation : List.of("getRuleSet", "withdrawRuleSet", "listShadow")) {
            add(operation, Bound.NOTHING, (authority, token) -> Tried.on(rules(RunningService.ADMIN_TOKEN), null));
        }
        String other = account(new JsonObject().put("role", "admin")).getString("token");
        add("approveRuleSet", Bound.NOTHING, (authority, token) -> Tried.on(rules(other), null));
    }

    private void notifications() {
        plain("getNotifications", null);
        plain("putNotifications", new JsonObject());
        JsonObject target = new JsonObject().put("format", "wecom").put("url", "https://hooks.example/");
        add("addNotificationTarget", Bound.ACCOUNT, (authority, token) -> Tried.body(target));
        add("endNotificationTarget", Bound.ACCOUNT, (authority, token) -> Tried.on(target(token, target), null));
        plain("listNotifications", null);
        add("redriveNotification", Bound.ACCOUNT, (authority, token) -> {
            String owner = token.equals(RunningService.ADMIN_TOKEN) ? makers.get(authority) : token;
            String made = target(owner, target);
            cafe.sql("""
                    INSERT INTO notification_delivery (id, target, account, area, state, positions, changes, created_at,
                      due_at, give_up_at, settled_at)
                    SELECT id, id, account, '%s', 'dead', '{1}', 1, now(), now(), now(), now() FROM notification_target
                WHERE id = '%s'\
                """.formatted(CAFE, made));
            return Tried.on(made, null);
        });
    }

    /** The only target: an account has five at most, and requests that were tried may have added some. */
    private String target(String token, JsonObject target) {
        cafe.sql("DELETE FROM notification_target");
        return made(token, "/notifications/targets", target);
    }

    private String rules(String token) {
        return made(token, "/rule-sets", newRules());
    }

    /** The rules in force, under a new version. */
    private JsonObject newRules() {
        JsonArray sets =
                cafe.get("/rule-sets", RunningService.ADMIN_TOKEN).json().getJsonArray("items");
        JsonObject content = cafe.get("/rule-sets/" + last(sets).getString("id"), RunningService.ADMIN_TOKEN)
                .json()
                .getJsonObject("content");
        return new JsonObject().put("content", content.put("version", "matrix-" + ++count));
    }

    private void rest() {
        add("registerPerson", Bound.NOTHING, (authority, token) -> Tried.body(named(document())));
        add("importPersons", Bound.NOTHING, (authority, token) -> Tried.body(named(document())));
        Making registered = (authority, token) -> {
            JsonObject document = document();
            json(makers.get("public-security"), "/persons", named(document));
            return Tried.body(reason().put("document", document).put("state", "lost"));
        };
        add("lookUpPerson", Bound.CAFE, registered);
        add("revokeDocument", Bound.CAFE, registered);
        plain("listMismatches", null);
        for (String operation : List.of(
                "listAccessLog",
                "exportAccessLog",
                "listCheckpoints",
                "getCheckpoint",
                "listCosigningKeys",
                "healthLive",
                "healthReady",
                "sendEvents",
                "sendReceipts")) {
            plain(operation, null);
        }
        plain(
                "cosignCheckpoint",
                new JsonObject()
                        .put("fingerprint", "0".repeat(64))
                        .put("signature", Base64.getEncoder().encodeToString(new byte[64])));
        add("registerCosigningKey", Bound.NOTHING, (authority, token) -> Tried.body(publicKey()));
        add(
                "approveCosigningKey",
                Bound.NOTHING,
                (authority, token) -> Tried.on(made(makers.get(authority), "/cosigning-keys", publicKey()), null));
    }

    private void add(String operationId, Bound bound, Making making) {
        fixtures.put(operationId, new Fixture(bound, making));
    }

    private void plain(String operationId, @Nullable JsonObject body) {
        bound(operationId, Bound.NOTHING, body);
    }

    private void bound(String operationId, Bound bound, @Nullable JsonObject body) {
        add(operationId, bound, (authority, token) -> Tried.body(body));
    }

    private void onViolation(String operationId, @Nullable JsonObject body) {
        add(operationId, Bound.AUTHORITY, (authority, token) -> Tried.on(violations.get(authority), body));
    }

    private void onMade(String operationId, String path, JsonObject made, @Nullable JsonObject body) {
        add(
                operationId,
                Bound.AUTHORITY,
                (authority, token) -> Tried.on(made(makers.get(authority), path, made), body));
    }

    private String unmasking(String authority) {
        return made(makers.get(authority), "/violations/" + violations.get(authority) + "/unmask", reason());
    }

    private String request(String token) {
        return made(token, "/record-requests", wanted());
    }

    private String hold(String authority, JsonObject held) {
        return made(makers.get(authority), "/legal-holds", held);
    }

    private String person() {
        return account(new JsonObject().put("role", "auditor").put("signInName", "auditor" + ++count))
                .getString("id");
    }

    /** With its token. */
    JsonObject account(JsonObject account) {
        return json(RunningService.ADMIN_TOKEN, "/accounts", account.put("name", "n"));
    }

    private String made(String token, String path, @Nullable JsonObject body) {
        return json(token, path, body).getString("id");
    }

    private JsonObject json(String token, String path, @Nullable JsonObject body) {
        Answer answer = cafe.call("POST", path, token, body);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(path + " " + answer);
        }
        return answer.json();
    }

    /** Of a new person each time. */
    private JsonObject document() {
        String digits = "36048119900101%03d".formatted(++count);
        return new JsonObject().put("type", "111").put("number", digits + CitizenNumber.checkCharacter(digits));
    }

    private static JsonObject named(JsonObject document) {
        return new JsonObject().put("document", document.copy().put("name", "n"));
    }

    private static JsonObject last(JsonArray array) {
        return array.getJsonObject(array.size() - 1);
    }

    private static JsonObject wanted() {
        return reason().put("placeCode", CAFE).put("from", IN_RANGE).put("to", "2026-07-10T12:00:00+08:00");
    }

    private static JsonObject reason() {
        return new JsonObject().put("reason", "case 7");
    }

    private static JsonObject licence() {
        return new JsonObject().put("number", "1").put("validUntil", "2099-12-31");
    }

    private static JsonArray files() {
        return new JsonArray()
                .add(new JsonObject()
                        .put("name", "p.jpg")
                        .put("type", "image/jpeg")
                        .put("content", JPEG));
    }

    static JsonObject publicKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return new JsonObject()
                    .put(
                            "publicKey",
                            "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(key)
                                    + "\n-----END PUBLIC KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
