package lingdian.office.inspection;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lingdian.testing.AddedCheckpoint;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The enforcement ledger over real sockets: inspections, random draws, the plan of a round. */
class InspectionIT {
    private static final String RUICHANG = "36048110000001";
    private static final String SECOND = "36048110000002";
    private static final String THIRD = "36048110000003";
    private static final String WANZHOU = "50010110000001";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(RUICHANG, SECOND, THIRD, WANZHOU).forEach(api::createCafe);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void isRecordedChangedClosedAndOnlyCorrectedThen() {
        String violation = violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
        JsonObject night = night().put(
                        "premises",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kind", "internet-cafe")
                                        .put("placeCode", RUICHANG)
                                        .put("found", "张三在值班")
                                        .put("violations", new JsonArray().add(violation)))
                                .add(new JsonObject().put("kind", "game-hall").put("name", "欢乐电玩")));

        JsonObject created = created(post("", night));
        assertThat(created.getInteger("version")).isEqualTo(1);
        assertThat(created.getString("region")).isEqualTo("360481");
        assertThat(created.getInteger("officerCount")).isEqualTo(2);
        assertThat(created.getJsonObject("visits").getMap())
                .containsEntry("internet-cafe", 1)
                .containsEntry("game-hall", 1);

        String path = "/" + created.getString("id");
        JsonObject changed =
                night.copy().put("version", 1).put("officerCount", 5).put("closed", true);
        assertThat(put(path, changed).json().getInteger("officerCount")).isEqualTo(5);
        Answer stale = put(path, changed);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().getInteger("version")).isEqualTo(2);
        assertThat(put(path, changed.copy().put("version", 2)).status())
                .as("closed")
                .isEqualTo(409);

        JsonObject corrected = created(post(path + "/corrections", new JsonObject().put("note", "实为六人")));
        assertThat(corrected.getString("state")).isEqualTo("closed");
        assertThat(corrected.getJsonArray("corrections").getJsonObject(0).getString("note"))
                .isEqualTo("实为六人");
        assertThat(api.value("SELECT count(*) FROM inspection_version WHERE position('张三'::bytea IN content) > 0"))
                .isEqualTo("0");
        assertThatThrownBy(() -> api.sql(
                        "INSERT INTO inspection_version SELECT inspection_id, 9, at, account, kind, 'open', unit,"
                                + " started_at, ended_at, officers, vehicles, visits, place_codes, violations, content"
                                + " FROM inspection_version WHERE state = 'closed' AND inspection_id = '"
                                + created.getString("id") + "'"))
                .hasMessageContaining("can only be corrected");
    }

    /** Whoever reads it is answered with all of them. */
    @Test
    void correctionsEndAndNoOfficerTakesAllTheRoom() {
        String path = "/" + created(post("", night().put("closed", true))).getString("id") + "/corrections";
        JsonObject note = new JsonObject().put("note", "n");
        IntStream.range(0, 25).forEach(i -> created(post(path, note)));

        Answer refused = post(path, note);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail"))
                .isEqualTo("An inspection has at most 50 corrections, of one account 25.");
        String colleague = api.regulator("culture", "360481");
        JsonObject corrected = created(api.call("POST", "/api/v1/inspections" + path, colleague, note));
        assertThat(corrected.getJsonArray("corrections")).hasSize(26);
        api.sql("INSERT INTO inspection_correction SELECT inspection_id, number + 1000, at, account, note"
                + " FROM inspection_correction WHERE inspection_id = '" + corrected.getString("id") + "'");
        String third = api.regulator("culture", "360481");
        assertThat(api.call("POST", "/api/v1/inspections" + path, third, note).status())
                .isEqualTo(409);
    }

    /** A page is decoded on an event loop, and an inspection may have as much text as a body. */
    @Test
    void aPageOfLongInspectionsEndsAtAMegabyte() {
        String officer = api.regulator("culture", "350102");
        var premises = new JsonArray();
        IntStream.range(0, 60)
                .forEach(i -> premises.add(new JsonObject()
                        .put("kind", "bookshop")
                        .put("name", "n")
                        .put("found", "f".repeat(3_900))));
        JsonObject inspection =
                new JsonObject().put("kind", "routine").put("unit", "执法队").put("premises", premises);
        IntStream.range(0, 5).forEach(i -> created(api.call("POST", "/api/v1/inspections", officer, inspection)));

        JsonObject page = api.get("/api/v1/inspections?limit=1000", officer).json();
        JsonObject rest = api.get("/api/v1/inspections?limit=1000&cursor=" + page.getString("next"), officer)
                .json();

        assertThat(page.getJsonArray("items")).hasSize(4);
        assertThat(rest.getJsonArray("items")).hasSize(1);
        assertThat(rest.getString("next")).isNull();
    }

    /** Whoever lost the answer sends it again. */
    @Test
    void anIdThatWasChosenIsTakenOnce() {
        JsonObject chosen = night().put("id", UUID.randomUUID().toString());

        assertThat(created(post("", chosen)).getString("id")).isEqualTo(chosen.getString("id"));
        assertThat(post("", chosen).status()).isEqualTo(409);
        assertThat(ids(api.get("/api/v1/inspections", culture))).containsOnlyOnce(chosen.getString("id"));
    }

    @Test
    void photosAreKeptSealedAndServedToBeStored() {
        String path = "/" + created(post("", night())).getString("id");
        String photo = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3});
        JsonObject with = created(post(path + "/photos", photos("image/jpeg", photo)));

        String file = with.getJsonArray("photos").getJsonObject(0).getString("id");
        Answer served = api.get("/api/v1/inspections" + path + "/photos/" + file, culture);
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.headers().get("Content-Disposition")).startsWith("attachment");
        assertThat(post(path + "/photos", photos("application/pdf", "JVBERi0xLjc="))
                        .places())
                .containsExactly("/photos/0/type");
        String other = "/" + created(post("", night())).getString("id");
        assertThat(api.get("/api/v1/inspections" + other + "/photos/" + file, culture)
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/inspections" + path + "/photos/" + file, api.regulator("culture", "500000"))
                        .status())
                .isEqualTo(404);
    }

    /** A phone sends a photo again if the answer was lost; it is added once. */
    @Test
    void aPhotoThatIsSentAgainIsAddedOnce() {
        String path = "/" + created(post("", night())).getString("id");
        String other = "/" + created(post("", night())).getString("id");
        String id = UUID.randomUUID().toString();
        JsonObject chosen = photos("image/jpeg", "/9j/AQ==");
        chosen.getJsonArray("photos").getJsonObject(0).put("id", id);

        created(post(path + "/photos", chosen));
        JsonArray again = created(post(path + "/photos", chosen)).getJsonArray("photos");

        assertThat(again).hasSize(1);
        assertThat(again.getJsonObject(0).getString("id")).isEqualTo(id);
        assertThat(post(other + "/photos", chosen).status())
                .as("of another inspection")
                .isEqualTo(409);
    }

    @Test
    void photosAreRemovedUntilTheInspectionIsClosed() {
        String path = "/" + created(post("", night())).getString("id");
        for (String one : List.of("/9j/AQ==", "/9j/Ag==", "/9j/Aw==")) {
            created(post(path + "/photos", photos("image/jpeg", one)));
        }
        JsonObject three = api.get("/api/v1/inspections" + path, culture).json();
        assertThat(remove(path, photo(three, 0)).json().getJsonArray("photos")).hasSize(2);
        assertThat(remove(path, photo(three, 0)).status()).as("again").isEqualTo(404);
        created(post(path + "/photos", photos("image/jpeg", "/9j/BA==")));
        String another = "/" + created(post("", night())).getString("id");
        assertThat(remove(another, photo(three, 1)).status()).isEqualTo(404);

        assertThat(put(path, night().put("version", 1).put("closed", true)).status())
                .isEqualTo(200);

        assertThat(remove(path, photo(three, 1)).status()).isEqualTo(409);
        assertThat(post(path + "/photos", photos("image/jpeg", "/9j/BQ==")).status())
                .isEqualTo(409);
        assertThat(api.value("SELECT string_agg(photo::text, ' ' ORDER BY number) FROM photograph_link"
                        + " WHERE inspection_id = '" + path.substring(1) + "'"))
                .isEqualTo("2 3 4");
    }

    /** What a telephone writes beside the picture is the officer's own; a page shows all photos by one call. */
    @Test
    void photosLoseWhereTheyWereMadeAndGetASmallPicture() throws IOException {
        String path = "/" + created(post("", night())).getString("id");
        byte[] taken = MadeUpPhoto.jpeg(640, 480, 6);
        String content = Base64.getEncoder().encodeToString(taken);
        created(post(path + "/photos", photos("image/jpeg", content)));
        created(post(path + "/photos", photos("image/jpeg", "/9j/AQ==")));

        JsonArray photos = api.get("/api/v1/inspections" + path, culture).json().getJsonArray("photos");
        Answer kept = api.get(
                "/api/v1/inspections" + path + "/photos/"
                        + photos.getJsonObject(0).getString("id"),
                culture);
        assertThat(kept.text()).doesNotContain(MadeUpPhoto.PLACE);
        JsonArray small = api.get("/api/v1/inspections" + path + "/thumbnails", culture)
                .json()
                .getJsonArray("items");
        assertThat(small).as("none of what is no picture").hasSize(1);
        assertThat(small.getJsonObject(0).getString("photo"))
                .isEqualTo(photos.getJsonObject(0).getString("id"));
        byte[] picture = Base64.getDecoder().decode(small.getJsonObject(0).getString("content"));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture));
        assertThat(read.getWidth() + "x" + read.getHeight()).as("upright").isEqualTo("180x240");
        assertThat(api.get("/api/v1/inspections" + path + "/thumbnails", api.regulator("culture", "500000"))
                        .status())
                .isEqualTo(404);
        String removed = photos.getJsonObject(0).getString("id");
        String hash = api.value("SELECT encode(content_hash, 'hex') FROM attachment WHERE id = '" + removed + "'");
        assertThat(remove(path, removed).status()).isEqualTo(200);
        assertThat(api.value("SELECT details FROM access_log WHERE subject_id = '" + path.substring(1)
                        + "' AND details LIKE '%remove-photo%'"))
                .as("which one it was")
                .contains(removed, hash);
        assertThat(api.value("SELECT count(*) FROM photo_thumbnail WHERE attachment = '"
                        + photos.getJsonObject(0).getString("id") + "'"))
                .isEqualTo("0");
    }

    private static Answer remove(String path, String file) {
        return api.call("DELETE", "/api/v1/inspections" + path + "/photos/" + file, culture, null);
    }

    private static String photo(JsonObject inspection, int index) {
        return inspection.getJsonArray("photos").getJsonObject(index).getString("id");
    }

    @Test
    void belongsToOneAuthorityAndRegion() {
        String id = created(post("", night())).getString("id");

        for (String stranger :
                List.of(api.regulator("public-security", "360481"), api.regulator("culture", "500000"))) {
            assertThat(api.get("/api/v1/inspections/" + id, stranger).status()).isEqualTo(404);
            assertThat(api.get("/api/v1/inspections?limit=1000", stranger).text())
                    .doesNotContain(id);
            assertThat(api.call("PUT", "/api/v1/inspections/" + id, stranger, night().put("version", 1))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(api.get("/api/v1/inspections/" + id, api.regulator("culture", "360000"))
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/inspections/" + id, api.operator(RUICHANG)).status())
                .isEqualTo(403);
        assertThat(post("", night().put("region", "500101")).places()).containsExactly("/region");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'kind':'theatre'}]                                              | /premises/0/kind",
                "[{'kind':'bookshop','placeCode':'36048110000001'}]                | /premises/0/placeCode",
                "[{'kind':'internet-cafe','placeCode':'50010110000001'}]           | /premises",
                "[{'kind':'internet-cafe','placeCode':'36048110009999'}]           | /premises",
                "[{'kind':'internet-cafe','violations':['00000000-0000-5000-8000-00000000ffff']}] | /premises",
            })
    void namesOnlyWhatThereIsAndMayBeSeen(String premises, String place) {
        Answer refused = post("", night().put("premises", new JsonArray(premises.replace('\'', '"'))));

        assertThat(refused.places()).containsExactly(place);
    }

    @Test
    void theListIsNewestFirstFilteredAndPaged() {
        String reader = api.regulator("culture", "360482");
        var ids = new ArrayList<String>();
        for (String kind : List.of("routine", "night-round", "routine")) {
            ids.add(api.call("POST", "/api/v1/inspections", reader, night().put("kind", kind))
                    .json()
                    .getString("id"));
        }

        assertThat(ids(api.get("/api/v1/inspections?kind=routine", reader)))
                .containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        assertThat(ids(api.get("/api/v1/inspections?placeCode=" + RUICHANG, reader)))
                .isEmpty();
        var seen = new ArrayList<String>();
        String query = "?limit=1";
        while (query != null) {
            JsonObject page = api.get("/api/v1/inspections" + query, reader).json();
            page.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("id")));
            query = page.getString("next") == null ? null : "?limit=1&cursor=" + page.getString("next");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aDrawIsAnnouncedBeforeItsSeedExistsAndAnyoneCanRepeatIt(@TempDir Path directory) throws Exception {
        var body = new JsonObject().put("count", 2).put("officers", new JsonArray(List.of("甲", "乙", "丙")));

        JsonObject announced = created(post("/draws", body));
        String path = "/api/v1/inspections/draws/" + announced.getString("id");

        List<String> pool = texts(announced.getJsonArray("pool"));
        assertThat(pool).containsExactly(RUICHANG, SECOND, THIRD);
        assertThat(announced.getString("state")).isEqualTo("announced");
        assertThat(announced.getJsonObject("beacon").getString("day")).isEqualTo("2026-07-10");
        assertThat(announced.getJsonArray("drawn")).isNull();
        assertThat(announced.getJsonObject("officers").getJsonArray("drawn")).isNull();
        checkpoint(1, "2026-07-09");
        checkpoint(2, null);
        assertThat(api.get(path, culture).json())
                .as("the checkpoints of another day, and one made during a day, are not its seed")
                .isEqualTo(announced);

        checkpoint(new Vault(KeyRing.create(directory.resolve("ring.json"))), 3, "2026-07-10");
        assertThat(api.get(path, culture).json())
                .as("whoever can append checkpoints does not choose who is drawn")
                .isEqualTo(announced);

        checkpoint(4, "2026-07-10");
        JsonObject drawn = api.get(path, culture).json();
        String seed = drawn.getJsonObject("beacon").getString("seed");
        assertThat(seed).isEqualTo(api.value("SELECT encode(hash, 'hex') FROM checkpoint WHERE number = 4"));
        assertThat(drawn.getJsonObject("beacon").getInteger("checkpoint")).isEqualTo(4);
        assertThat(drawn.getString("commitment")).isEqualTo(announced.getString("commitment"));
        assertThat(texts(drawn.getJsonArray("drawn"))).isEqualTo(Draw.of(seed, pool, 2));
        assertThat(texts(drawn.getJsonObject("officers").getJsonArray("drawn")))
                .isEqualTo(Draw.of(seed, List.of("甲", "乙", "丙"), 2));
        checkpoint(5, "2026-07-11");
        assertThat(api.get(path, culture).json()).isEqualTo(drawn);

        assertThat(DrawCheck.of(drawn)).isEmpty();
        assertThat(DrawCheck.of(announced)).hasSize(1).first().asString().contains("not drawn yet");
        JsonObject other = drawn.copy();
        other.getJsonArray("pool").remove(0);
        assertThat(DrawCheck.of(other)).first().asString().contains("not the one that was announced");
        JsonObject suits = drawn.copy().put("drawn", new JsonArray(pool).copy());
        assertThat(DrawCheck.of(suits)).containsExactly("the cafés drawn are not those that seed and pool give");

        assertThat(ids(api.get("/api/v1/inspections/draws", culture))).contains(drawn.getString("id"));
        assertThat(api.get(path, api.regulator("public-security", "360481")).status())
                .isEqualTo(404);
        assertThatThrownBy(() -> api.sql("DELETE FROM draw")).hasMessageContaining("append-only");
    }

    private static void checkpoint(int number, @Nullable String day) {
        checkpoint(api.vault, number, day);
    }

    private static void checkpoint(Vault vault, int number, @Nullable String day) {
        var added = AddedCheckpoint.of(vault, number, day == null ? null : LocalDate.parse(day));
        api.sql(added.keySql() + "; " + added.sql());
    }

    @Test
    void onlyCafesThatMayOperateAndDoAreDrawn() {
        String reader = api.regulator("culture", "360484");
        List<String> cafes =
                IntStream.range(0, 5).mapToObj(i -> "3604841000000" + i).toList();
        cafes.forEach(api::createCafe);
        api.sql("""
                UPDATE cafe SET licence_valid_until = '2026-07-09' WHERE place_code = '%1$s0';
                UPDATE cafe SET licence_valid_until = '2026-07-10' WHERE place_code = '%1$s1';
                INSERT INTO suspension (id, place_code, begins_at, cause, ordered_by, document, entered_at)
                  VALUES (gen_random_uuid(), '%1$s2', '2026-07-10Z', 'suspension', 'culture', 'd', now());
                INSERT INTO closure VALUES (gen_random_uuid(), '%1$s3', 'permanent', '2026-07-10Z', null, 'd', now());
                INSERT INTO closure VALUES (gen_random_uuid(), '%1$s4', 'temporary', '2026-07-09Z', '2026-07-10T04:00:00Z', 'd', now())
                """.formatted("3604841000000"));

        JsonObject announced =
                created(api.call("POST", "/api/v1/inspections/draws", reader, new JsonObject().put("count", 9)));

        assertThat(texts(announced.getJsonArray("pool"))).containsExactly(cafes.get(1), cafes.get(4));
    }

    @Test
    void aDrawLeavesOutWhoWasInspectedLately() {
        created(post(
                "",
                night().put("startedAt", "2026-07-09T22:00:00+08:00")
                        .putNull("endedAt")
                        .put("closed", true)
                        .put("premises", cafes(SECOND))));
        var body = new JsonObject().put("count", 9);

        assertThat(texts(created(post("/draws", body.copy().put("notInspectedSince", "2026-07-09")))
                        .getJsonArray("pool")))
                .doesNotContain(SECOND)
                .contains(THIRD);
        assertThat(texts(created(post("/draws", body.copy().put("notInspectedSince", "2026-07-10")))
                        .getJsonArray("pool")))
                .contains(SECOND);
    }

    /** An officer names a café in an open inspection, or in one that begins next year, and takes it out of it later. */
    @Test
    void aDrawCountsClosedInspectionsAlone() {
        JsonObject named = night().put("startedAt", "2026-07-09T22:00:00+08:00")
                .putNull("endedAt")
                .put("premises", cafes(THIRD));
        String path = "/" + created(post("", named)).getString("id");
        created(post(
                "", named.copy().put("startedAt", "2027-07-09T22:00:00+08:00").put("closed", true)));
        JsonObject body = new JsonObject().put("count", 9).put("notInspectedSince", "2026-07-09");

        assertThat(texts(created(post("/draws", body)).getJsonArray("pool")))
                .as("open")
                .contains(THIRD);
        put(
                path,
                named.copy().put("version", 1).put("premises", new JsonArray()).put("closed", true));
        assertThat(texts(created(post("/draws", body)).getJsonArray("pool")))
                .as("closed without it")
                .contains(THIRD);
    }

    /** It is noon: a café with sessions is open past closing only where its hours say so. */
    @Test
    void aRoundGoesToWhatIsOpenWhileItMustBeClosed() {
        String reader = api.regulator("culture", "360483");
        List<String> cafes =
                IntStream.range(0, 4).mapToObj(i -> "3604831000000" + i).toList();
        for (int i = 0; i < cafes.size(); i++) {
            JsonObject cafe = RunningApi.cafe();
            api.createCafe(
                    cafes.get(i),
                    i == 3 ? cafe : cafe.put("latitude", 29 + i * 0.1).put("longitude", 115));
            api.sql("INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)"
                    + " VALUES ('%s', 1, now(), now(), %d, '{}')".formatted(cafes.get(i), i == 1 ? 0 : 3));
        }
        assertThat(plan(reader, "").getJsonArray("stops"))
                .as("permitted at noon")
                .isEmpty();

        api.sql("INSERT INTO hours_order (id, region, kind, begins_at, ends_at, document, entered_at) VALUES"
                + " (gen_random_uuid(), '360483', 'closed', '2026-07-10T03:00:00Z', '2099-01-01Z', 'd', now())");
        JsonObject plan = plan(reader, "?latitude=29.3&longitude=115");

        assertThat(plan.getJsonArray("stops").stream().map(stop -> ((JsonObject) stop).getString("placeCode")))
                .containsExactly(cafes.get(2), cafes.get(0), cafes.get(3));
        assertThat(plan.getDouble("kilometres")).isBetween(33.0, 34.0);
        assertThat(plan.getBoolean("complete")).isTrue();
        anInspectedStopComesLast(reader, cafes);
        assertThat(plan(api.regulator("culture", "500000"), "").getJsonArray("stops"))
                .isEmpty();

        open("TERMINAL_UNREGISTERED", cafes.get(1));
        open("MEASURES_STOPPED", cafes.get(1));
        open("MINOR_ADMITTED", cafes.get(0));
        JsonObject empty = plan(reader, "").getJsonArray("stops").stream()
                .map(JsonObject.class::cast)
                .filter(stop -> stop.getString("placeCode").equals(cafes.get(1)))
                .findFirst()
                .orElseThrow();
        assertThat(empty.getInteger("openSessions")).isZero();
        assertThat(empty.getBoolean("connected")).isFalse();
        assertThat(empty.getString("lastHeard")).isNotNull();
        assertThat(empty.getJsonArray("codes")).containsExactly("MEASURES_STOPPED", "TERMINAL_UNREGISTERED");
        api.sql(
                "INSERT INTO closure VALUES (gen_random_uuid(), '%s', 'temporary', '2026-07-10T03:00:00Z', null, 'd', now())"
                        .formatted(cafes.get(1)));
        assertThat(plan(reader, "").getJsonArray("stops").stream()
                        .map(stop -> ((JsonObject) stop).getString("placeCode")))
                .as("a closed café is on no round")
                .doesNotContain(cafes.get(1))
                .hasSize(3);
        assertThat(api.get("/api/v1/inspections/plan?latitude=29", reader).places())
                .containsExactly("?longitude");
    }

    private static void anInspectedStopComesLast(String reader, List<String> cafes) {
        JsonObject record = night().put("startedAt", "2026-07-10T11:00:00+08:00")
                .put("endedAt", "2026-07-10T11:30:00+08:00")
                .put(
                        "premises",
                        new JsonArray(List.of(new JsonObject()
                                .put("kind", "internet-cafe")
                                .put("placeCode", cafes.get(2))
                                .put("found", "营业中"))));
        String id =
                created(api.call("POST", "/api/v1/inspections", reader, record)).getString("id");

        JsonObject plan = plan(api.regulator("culture", "360483"), "?latitude=29.3&longitude=115");
        assertThat(plan.getJsonArray("stops").stream().map(stop -> ((JsonObject) stop).getString("placeCode")))
                .containsExactly(cafes.get(0), cafes.get(3), cafes.get(2));
        JsonObject inspected = plan.getJsonArray("stops").getJsonObject(2).getJsonObject("inspected");
        assertThat(inspected.getString("id")).isEqualTo(id);
        assertThat(inspected.getString("unit")).isEqualTo("市文化市场综合执法大队");
        assertThat(inspected.getString("at")).startsWith("2026-07-10T");
        assertThat(plan.getJsonArray("stops").getJsonObject(0).getValue("inspected"))
                .isNull();
        assertThat(plan(api.regulator("public-security", "360483"), "").getJsonArray("stops").stream()
                        .map(stop -> ((JsonObject) stop).getValue("inspected")))
                .as("the other authority learns nothing of it")
                .containsOnlyNulls();
    }

    /** An officer's own cafés are on the round whatever goes on there, with their telephone; a colleague's round is not changed. */
    @Test
    void anOfficerPutsCafesOnTheRound() {
        String county = "360484";
        String cafe = county + "10000001";
        api.createCafe(cafe, RunningApi.cafe().put("telephone", "0792-4210001"));
        String officer = api.regulator("culture", county);
        String path = "/api/v1/round-cafes/" + cafe;
        assertThat(plan(officer, "").getJsonArray("stops")).isEmpty();

        assertThat(api.call("PUT", path, officer, null).status()).isEqualTo(204);
        assertThat(api.call("PUT", path, officer, null).status()).as("again").isEqualTo(204);
        assertThat(texts(api.get("/api/v1/round-cafes", officer).json().getJsonArray("placeCodes")))
                .containsExactly(cafe);
        JsonObject stop = plan(officer, "").getJsonArray("stops").getJsonObject(0);
        assertThat(stop.getString("telephone")).isEqualTo("0792-4210001");
        assertThat(stop.getBoolean("added")).isTrue();
        assertThat(plan(api.regulator("culture", county), "").getJsonArray("stops"))
                .isEmpty();
        assertThat(api.call("PUT", path, api.regulator("culture", "360483"), null)
                        .status())
                .as("a café of another county")
                .isEqualTo(404);

        api.sql("UPDATE round_cafe SET added_at = '2026-07-01Z' WHERE place_code = '" + cafe + "'");
        assertThat(plan(officer, "").getJsonArray("stops"))
                .as("of another night")
                .isEmpty();
        api.call("PUT", path, officer, null);
        assertThat(api.call("DELETE", path, officer, null).status()).isEqualTo(204);
        assertThat(plan(officer, "").getJsonArray("stops")).isEmpty();
    }

    private static void open(String code, String placeCode) {
        api.sql(
                "INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at,"
                        + " snapshot) VALUES (gen_random_uuid(), '" + code + "', '" + placeCode
                        + "', '360483', 'fact', 'open', '{culture}', now(), now(), '{}')");
    }

    private static JsonObject plan(String reader, String query) {
        Answer answer = api.get("/api/v1/inspections/plan" + query, reader);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject night() {
        return new JsonObject()
                .put("kind", "night-round")
                .put("unit", "市文化市场综合执法大队")
                .put("startedAt", "2026-07-01T23:30:00+08:00")
                .put("endedAt", "2026-07-02T02:00:00+08:00")
                .put("officers", new JsonArray(List.of("李四", "王五")))
                .put("vehicles", 1);
    }

    private static JsonArray cafes(String placeCode) {
        return new JsonArray().add(new JsonObject().put("kind", "internet-cafe").put("placeCode", placeCode));
    }

    private static JsonObject photos(String type, String content) {
        return new JsonObject()
                .put(
                        "photos",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "门口")
                                        .put("type", type)
                                        .put("content", content)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inspections", "/inspections/draws", "/campaigns"})
    void aListNamesTheFeedPositionThatItIsExactFor(String list) {
        JsonObject page =
                api.call("GET", "/api/v1" + list + "?limit=1", culture, null).json();

        assertThat(page.fieldNames()).containsExactlyInAnyOrder("items", "next", "position");
        assertThat(page.getString("position")).isEqualTo(api.value("SELECT position FROM head"));
    }

    /** What officers wrote may name anybody. */
    @Test
    void whoReadsItIsWrittenDown() {
        String id = created(post("", night())).getString("id");

        assertThat(api.call("GET", "/api/v1/inspections/" + id, culture, null).status())
                .isEqualTo(200);
        assertThat(api.call("GET", "/api/v1/inspections", culture, null).status())
                .isEqualTo(200);

        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'read-inspection' AND subject_id = '" + id
                        + "'"))
                .isEqualTo("1");
        assertThat(api.value("SELECT count(*) > 0 FROM access_log WHERE action = 'list-inspections'"))
                .isEqualTo("t");
    }

    /** The visit stays for the figures, and every answer says that the rest was erased and when. */
    @Test
    void whatWasWrittenIsErasedAndTheVisitStays() {
        String id = visitWithPhoto();
        String path = "/" + id;
        String photo = photo(api.get("/api/v1/inspections/" + id, culture).json(), 0);
        assertThat(put(path, atSecond().put("version", 1).put("closed", true)).status())
                .isEqualTo(200);
        created(post(path + "/corrections", new JsonObject().put("note", "实为六人")));
        String hashes = "SELECT encode(content_hash, 'hex') FROM attachment WHERE owner = '" + id + "'";
        String hash = api.value(hashes);
        age(id, 25);

        erase();

        JsonObject left = api.get("/api/v1/inspections/" + id, culture).json();
        assertThat(left.getString("erasedAt")).isNotNull();
        assertThat(left.getJsonArray("officers")).containsExactly("李四", "王五");
        assertThat(left.getJsonArray("premises"))
                .containsExactly(new JsonObject()
                        .put("kind", "internet-cafe")
                        .put("placeCode", SECOND)
                        .put("violations", new JsonArray()));
        assertThat(left.fieldNames()).doesNotContain("note", "reference");
        assertThat(left.getJsonArray("corrections").getJsonObject(0).getString("note"))
                .isNull();
        assertThat(left.getJsonArray("photos").getJsonObject(0).getString("name"))
                .isNull();
        assertThat(api.value(hashes)).as("a link of the chain").isEqualTo(hash);
        for (String file : List.of("/thumbnails", "/photos/" + photo, "/records/" + SECOND)) {
            Answer gone = api.get("/api/v1/inspections" + path + file, culture);
            assertThat(gone.status()).as(file).isEqualTo(410);
            assertThat(gone.json().getString("erasedAt")).isEqualTo(left.getString("erasedAt"));
        }
        assertThat(post(path + "/corrections", new JsonObject().put("note", "n"))
                        .status())
                .isEqualTo(410);
        assertThat(api.value("SELECT count(*) FROM photo_thumbnail JOIN attachment ON attachment.id = attachment"
                        + " WHERE owner = '" + id + "'"))
                .isEqualTo("0");
        assertThat(api.value("SELECT count(content) FROM inspection_version WHERE inspection_id = '" + id + "'"))
                .as("of the newest version, what stays")
                .isEqualTo("1");
        assertThat(api.value("SELECT sum((details::jsonb ->> 'photographs')::int) > 0 FROM access_log"
                        + " WHERE action = 'erase-inspections'"))
                .isEqualTo("t");
    }

    /** One that nobody closed goes too, and takes no photo then. */
    @Test
    void anOpenInspectionIsErasedAndTakesNothingThen() {
        String id = visitWithPhoto();
        age(id, 25);

        erase();

        assertThat(put("/" + id, atSecond().put("version", 1)).status()).isEqualTo(410);
        assertThat(post("/" + id + "/photos", photos("image/jpeg", "/9j/Ag==")).status())
                .isEqualTo(410);
        assertThatThrownBy(() -> api.sql(
                        "INSERT INTO inspection_correction SELECT inspection_id, 1, at, account, 'x' FROM inspection_version"
                                + " WHERE inspection_id = '" + id + "'"))
                .hasMessageContaining("an inspection that is erased cannot be added to");
        assertThatThrownBy(() ->
                        api.sql("INSERT INTO attachment (id, owner, number, type, bytes, name, content, content_key,"
                                + " content_hash) SELECT gen_random_uuid(), owner, 9, type, bytes, 'x', 'x', 'x', content_hash"
                                + " FROM attachment WHERE owner = '" + id + "'"))
                .hasMessageContaining("an inspection that is erased cannot be added to");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            written lately    | UPDATE inspection_version SET at = now() - interval '23 months' WHERE inspection_id = {id} | UPDATE inspection_version SET at = now() - interval '25 months' WHERE inspection_id = {id}
            corrected lately  | INSERT INTO inspection_correction SELECT inspection_id, 1, now() - interval '23 months', account, 'x' FROM inspection_version WHERE inspection_id = {id} | DELETE FROM inspection_correction WHERE inspection_id = {id}
            a photo of lately | UPDATE attachment SET added_at = now() - interval '23 months' WHERE owner = {id} | UPDATE attachment SET added_at = NULL WHERE owner = {id}
            a site record     | INSERT INTO site_record SELECT gen_random_uuid(), inspection_id, '{cafe}', 1, at, account, 'x' FROM inspection_version WHERE inspection_id = {id} | DELETE FROM site_record WHERE inspection_id = {id}
            a case            | UPDATE case_action SET inspection = {id} WHERE case_id = {case} | UPDATE case_action SET inspection = NULL WHERE case_id = {case}
            a recheck         | UPDATE inspection_version SET recheck_of = {case} WHERE inspection_id = {id} | UPDATE inspection_version SET recheck_of = NULL WHERE inspection_id = {id}
            a violation       | UPDATE inspection_version SET violations = ARRAY[{violation}::uuid] WHERE inspection_id = {id} | UPDATE inspection_version SET violations = '{}' WHERE inspection_id = {id}
            a legal hold      | INSERT INTO legal_hold (id, day_from, day_to, authority, region, reason, made_by, made_at) SELECT {id}, began, began, 'culture', '360481', 'x', account, now() FROM (SELECT started_at::date + 1 AS began, account FROM inspection_version WHERE inspection_id = {id}) AS visit | DELETE FROM legal_hold WHERE id = {id}
            a record request  | INSERT INTO record_request (id, place_code, authority, from_at, to_at, legal_basis, reason, asked_by, asked_at, ends_at) SELECT {id}, '{cafe}', 'culture', ended_at - interval '1 hour', ended_at + interval '1 hour', 'x', 'x', account, now(), now() + interval '1 day' FROM inspection_version WHERE inspection_id = {id} | DELETE FROM record_request WHERE id = {id}
            """)
    void isKeptAsLongAsItIsNeeded(String why, String need, String over) {
        String id = visitWithPhoto();
        age(id, 25);
        forced(filled(need, id));

        erase();

        JsonObject kept = api.get("/api/v1/inspections/" + id, culture).json();
        assertThat(kept.getValue("erasedAt")).as(why).isNull();
        assertThat(kept.getString("note")).isEqualTo("张三在值班");
        assertThatThrownBy(() -> api.sql("UPDATE inspection SET erased_at = now() WHERE id = '" + id + "'"))
                .hasMessageContaining("an inspection is kept until its time is over");
        assertThatThrownBy(() ->
                        api.sql("UPDATE inspection_version SET content = NULL WHERE inspection_id = '" + id + "'"))
                .hasMessageContaining("can only be sealed again");
        assertThatThrownBy(() -> api.sql("UPDATE attachment SET name = NULL, content = NULL, content_key = NULL"
                        + " WHERE owner = '" + id + "'"))
                .hasMessageContaining("append-only");

        forced(filled(over, id));
        erase();

        assertThat(api.get("/api/v1/inspections/" + id, culture).json().getString("erasedAt"))
                .isNotNull();
    }

    private static String visitWithPhoto() {
        String id = created(post("", atSecond())).getString("id");
        created(post("/" + id + "/photos", photos("image/jpeg", "/9j/AQ==")));
        return id;
    }

    private static JsonObject atSecond() {
        JsonArray premises = cafes(SECOND);
        premises.getJsonObject(0).put("found", "后门锁闭");
        return night().put("premises", premises).put("note", "张三在值班").put("reference", "12345-1");
    }

    /** A café may have as many findings as it likes, and one inspection is for all of its case. */
    @Test
    void ofManyFindingsTheFirstAreNamed() {
        String id = created(post("", night())).getString("id");
        String account = api.value("SELECT account FROM inspection_version WHERE inspection_id = '" + id + "'");
        forced("""
                WITH made AS (
                  INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  SELECT gen_random_uuid(), 'TERMINAL_UNREGISTERED', '%1$s', '360481', 'fact', 'open', '{culture}', now(), now(), '{}'
                  FROM generate_series(1, 1100) RETURNING id)
                INSERT INTO case_step (violation_id, number, action, step, at, account, authority, inspection, note, code, rule_version,
                  place_code)
                SELECT id, 1, 'dispatch', 'dispatched', now(), '%3$s', 'culture', '%2$s', '', 'TERMINAL_UNREGISTERED', '1', '%1$s'
                FROM made""".formatted(SECOND, id, account));

        List<String> named =
                texts(api.get("/api/v1/inspections/" + id, culture).json().getJsonArray("cases"));

        assertThat(named).hasSize(1_000).isSorted();
        forced("DELETE FROM violation WHERE snapshot = '{}'");
    }

    private static String filled(String sql, String id) {
        return sql.replace("{id}", "'" + id + "'")
                .replace("{cafe}", SECOND)
                .replace("{case}", "'" + openCase() + "'")
                .replace("{violation}", "(SELECT id FROM violation LIMIT 1)");
    }

    private static String openCase() {
        if (api.value("SELECT id FROM violation LIMIT 1") == null) {
            violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
        }
        String known = api.value("SELECT id FROM case_file LIMIT 1");
        return known != null
                ? known
                : created(api.call("POST", "/api/v1/cases", culture, new JsonObject().put("placeCode", THIRD)))
                        .getString("id");
    }

    private static void age(String id, int months) {
        String of = "_id = '" + id + "';";
        String by = " - interval '" + months + " months'";
        forced("UPDATE inspection SET created_at = created_at" + by + " WHERE id = '" + id + "';"
                + "UPDATE inspection_version SET at = at" + by + ", started_at = started_at" + by
                + ", ended_at = ended_at" + by + " WHERE inspection" + of
                + "UPDATE inspection_correction SET at = at" + by + " WHERE inspection" + of
                + "UPDATE attachment SET added_at = added_at" + by + " WHERE owner = '" + id + "'");
    }

    /** Past every trigger. */
    private static void forced(String sql) {
        api.sql("SET LOCAL session_replication_role = replica; " + sql);
    }

    private static void erase() {
        await(new InspectionErasure(api.vertx, api.pool, api.clocks, api.vault, api.log, 24).runNow());
    }

    private static Answer post(String path, JsonObject body) {
        return api.call("POST", "/api/v1/inspections" + path, culture, body);
    }

    private static Answer put(String path, JsonObject body) {
        return api.call("PUT", "/api/v1/inspections" + path, culture, body);
    }

    private static JsonObject created(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static List<String> ids(Answer answer) {
        return answer.json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).toList();
    }
}
