package lingdian.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import lingdian.testing.Await;
import lingdian.testing.Http;
import org.jspecify.annotations.Nullable;

/**
 * What officials do about a day of {@link LeakDay}: every text that they may write, with someone's name and number in it, and
 * the two answers that may show a person: an approved unmasking, and the export of a café's records that was granted.
 */
final class LeakCase {
    private static final String WRITTEN = LeakPersons.IN_REASONS.personName + " " + LeakPersons.IN_REASONS.number;
    private static final String NAMED = LeakPersons.IN_REASONS.personName;
    private static final JsonArray FILES = new JsonArray()
            .add(new JsonObject()
                    .put("name", WRITTEN + ".jpg")
                    .put("type", "image/jpeg")
                    .put("content", Base64.getEncoder().encodeToString(new byte[] {
                        (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3
                    })));
    /** A picture of one pixel. */
    private static final JsonObject PICTURE = new JsonObject()
            .put("name", WRITTEN + ".png")
            .put("type", "image/png")
            .put(
                    "content",
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private final URI server;
    private final Map<String, String> tokens;
    private String shownOfUnmasking = "";
    private String shownOfRecords = "";

    /** @param tokens by role, with another person beside the culture regulator: {@code second} */
    LeakCase(URI server, Map<String, String> tokens) {
        this.server = server;
        this.tokens = tokens;
    }

    /** What the unmasking of a minor showed, when a second person had approved it. */
    String shownOfUnmasking() {
        return shownOfUnmasking;
    }

    /** The export of one café's records. */
    String shownOfRecords() {
        return shownOfRecords;
    }

    /** @param violations of the café that the operator speaks for, by code */
    void work(Map<String, String> violations, String placeCode) throws Exception {
        String minor = violations.get("MINOR_ADMITTED");
        String inspection = inspect(placeCode);
        act(minor, new JsonObject().put("action", "dispatch").put("inspection", inspection));
        act(minor, new JsonObject().put("action", "confirm").put("found", WRITTEN));
        String objections = "/violations/" + minor + "/objections";
        JsonObject objected = call(
                "operator",
                "POST",
                objections,
                new JsonObject().put("statement", WRITTEN).put("files", FILES));
        String objection = objected.getJsonArray("objections").getJsonObject(0).getString("id");
        call(
                "culture",
                "POST",
                objections + "/" + objection + "/answer",
                new JsonObject().put("upheld", false).put("text", WRITTEN));
        hold(placeCode);
        complain(placeCode);
        unmask(minor);
        exportRecords(placeCode);
        correct(minor, inspection);
    }

    /** The case of the authority: its officers, what was found, and what the café must correct. */
    private void correct(String violation, String inspection) throws Exception {
        Await.until("the violation is in a case", () -> caseOf(violation) != null);
        String id = String.valueOf(caseOf(violation));
        var officers = new JsonArray().add(new JsonObject().put("name", WRITTEN));
        onCase(
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", officers)
                        .put("trigger", "plan"));
        onCase(
                id,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "true"));
        onCase(id, new JsonObject().put("action", "correct").put("demand", "到点关门"));
    }

    private @Nullable String caseOf(String violation) throws Exception {
        return new JsonObject(get("culture", "/violations/" + violation)).getString("caseFile");
    }

    private void onCase(String id, JsonObject action) throws Exception {
        long version = new JsonObject(get("culture", "/cases/" + id)).getLong("version");
        call(
                "culture",
                "POST",
                "/cases/" + id + "/actions",
                action.put("note", WRITTEN).put("version", version));
    }

    private void act(String violation, JsonObject action) throws Exception {
        call("culture", "POST", "/violations/" + violation + "/actions", action.put("note", WRITTEN));
    }

    private String inspect(String placeCode) throws Exception {
        var premises = new JsonObject()
                .put("kind", "internet-cafe")
                .put("placeCode", placeCode)
                .put("found", WRITTEN);
        var night = new JsonObject()
                .put("kind", "night-round")
                .put("unit", "u")
                .put("officers", new JsonArray().add(WRITTEN))
                .put("note", WRITTEN)
                .put("premises", new JsonArray().add(premises));
        String id = call("culture", "POST", "/inspections", night).getString("id");
        call(
                "culture",
                "POST",
                "/inspections/" + id + "/photos",
                new JsonObject().put("photos", FILES.copy().add(PICTURE)));
        record("/inspections/" + id + "/records/" + placeCode);
        call("culture", "PUT", "/inspections/" + id, night.put("version", 1).put("closed", true));
        call("culture", "POST", "/inspections/" + id + "/corrections", new JsonObject().put("note", WRITTEN));
        call(
                "culture",
                "POST",
                "/inspections/draws",
                new JsonObject()
                        .put("count", 1)
                        .put("officers", new JsonArray().add(WRITTEN).add("b").add("c")));
        return id;
    }

    /** A record bears no number: it is printed. */
    private void record(String path) throws Exception {
        var seat = new JsonObject().put("terminal", "A01").put("saw", "adult").put("note", NAMED);
        call(
                "culture",
                "PUT",
                path,
                new JsonObject()
                        .put("version", 0)
                        .put("person", new JsonObject().put("name", NAMED))
                        .put("seats", new JsonArray().add(seat))
                        .put("other", NAMED));
        call(
                "culture",
                "POST",
                path + "/signatures",
                new JsonObject()
                        .put("as", "person")
                        .put("name", NAMED)
                        .put("opinion", NAMED)
                        .put("drawing", "iVBORw0KGgoBAg==")
                        .put("version", 1));
    }

    private void hold(String placeCode) throws Exception {
        JsonObject held =
                because().put("placeCode", placeCode).put("from", "2026-03-01").put("to", "2026-03-03");
        String id = call("culture", "POST", "/legal-holds", held).getString("id");
        call("culture", "POST", "/legal-holds/" + id + "/lifting", because());
    }

    /** One that is answered, and one that stays open, so that lists name it. */
    private void complain(String placeCode) throws Exception {
        var said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "hours")
                .put("content", WRITTEN)
                .put("placeCode", placeCode)
                .put("reporter", new JsonObject().put("name", WRITTEN).put("telephone", "13900000000"));
        String answered = accept(said);
        accept(said);
        call(
                "culture",
                "POST",
                answered,
                new JsonObject().put("action", "answer").put("version", 2).put("text", WRITTEN));
    }

    /** @return the path of its actions */
    private String accept(JsonObject said) throws Exception {
        String path =
                "/complaints/" + call("culture", "POST", "/complaints", said).getString("id") + "/actions";
        call(
                "culture",
                "POST",
                path,
                new JsonObject().put("action", "accept").put("version", 1).put("note", WRITTEN));
        return path;
    }

    private void unmask(String violation) throws Exception {
        String id = call("culture", "POST", "/violations/" + violation + "/unmask", because())
                .getString("id");
        call("second", "POST", "/unmaskings/" + id + "/approval", new JsonObject());
        shownOfUnmasking = get("culture", "/unmaskings/" + id);
    }

    private void exportRecords(String placeCode) throws Exception {
        JsonObject asked = because()
                .put("legalBasis", WRITTEN)
                .put("placeCode", placeCode)
                .put("from", "2026-03-02T00:00:00+08:00")
                .put("to", "2026-03-03T00:00:00+08:00");
        String id = call("culture", "POST", "/record-requests", asked).getString("id");
        call("second", "POST", "/record-requests/" + id + "/approval", new JsonObject());
        shownOfRecords = get("culture", "/record-requests/" + id + "/export");
    }

    private static JsonObject because() {
        return new JsonObject().put("reason", WRITTEN);
    }

    private JsonObject call(String who, String method, String path, JsonObject body) throws Exception {
        return new JsonObject(ask(who, method, path, body));
    }

    private String get(String who, String path) throws Exception {
        return ask(who, "GET", path, null);
    }

    private String ask(String who, String method, String path, @Nullable JsonObject body) throws Exception {
        Http.Answer answer = Http.to(server).as(tokens.get(who)).send(method, "/api/v1" + path, body);
        assertThat(answer.status()).as(path + " " + answer.body()).isIn(List.of(200, 201, 202));
        return answer.body();
    }
}
