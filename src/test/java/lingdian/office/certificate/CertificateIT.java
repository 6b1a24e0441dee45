package lingdian.office.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import lingdian.command.Program;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.office.rules.RuleSetLog;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.evidence.BrokenBundleException;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.evidence.CertificateCheck;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handbook, certificates.md. */
class CertificateIT {
    private static final String CAFE = "36048110000001";
    private static final String NEIGHBOUR = "36048110000002";
    private static RunningApi api;
    private static String operator;
    private static String culture;

    @TempDir
    Path directory;

    /** The clock stands at noon on 2026-07-10. */
    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        api.createCafe(NEIGHBOUR);
        operator = api.operator(CAFE);
        culture = api.regulator("culture", "360481");
        api.sql("UPDATE cafe SET name = '星海<b>' WHERE place_code = '" + CAFE + "'");
        RunningApi.await(new Releases(
                        api.pool, new ReleaseStore(), () -> RunningApi.NOW, UUID::randomUUID, new RuleSetLog(api.log))
                .takeFile(rules()));
        // All of June is heard, but for five hours from 22:00 on the 5th, and the whole of the 20th.
        api.sql("INSERT INTO cafe_day SELECT day, '" + CAFE
                + "', 1, 0, 0, 0, 0, 0, CASE day WHEN '2026-06-05' THEN 4194303"
                + " WHEN '2026-06-06' THEN 16777208 ELSE 16777215 END, '360481' FROM generate_series('2026-06-01'::date, '2026-06-30', '1 day')"
                + " AS day WHERE day <> '2026-06-20'");
        found(CAFE, "OVERTIME_OPERATION", "culture", "2026-06-10T16:00:00Z", "confirmed");
        found(CAFE, "IDENTITY_UNVERIFIED", "public-security", "2026-06-30T15:59:59Z", "new");
        found(CAFE, "OVERTIME_OPERATION", "culture", "2026-06-30T16:00:00Z", "new"); // in July, local time
        found(CAFE, "AGE_IMPROBABLE", "public-security", "2026-05-31T15:00:00Z", "new"); // until one o'clock in June
        found(CAFE, "REGISTRATION_BURST", "public-security", "2026-05-31T14:00:00Z", "new"); // until midnight
        api.sql(
                "UPDATE violation SET state = 'ended', ended_at = '2026-05-31T17:00:00Z' WHERE code = 'AGE_IMPROBABLE'");
        api.sql(
                "UPDATE violation SET state = 'ended', ended_at = '2026-05-31T16:00:00Z' WHERE code = 'REGISTRATION_BURST'");
        api.call(
                "PUT",
                "/api/v1/offices/360481/culture",
                culture,
                new JsonObject().put("name", "瑞昌市文化和旅游局").put("telephone", "0792-422"));
        found(NEIGHBOUR, "MINOR_ADMITTED", "culture", "2026-06-11T00:00:00Z", "new");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void itSaysWhatWasAndWhatWasNotFoundAndHowMuchWasHeard() throws Exception {
        Map<String, byte[]> parts = parts(get(operator, "2026-06"));
        JsonObject certificate = new JsonObject(Buffer.buffer(parts.get("certificate.json")));

        assertThat(certificate.getString("for")).isEqualTo("operator");
        assertThat(certificate.getInteger("count")).isEqualTo(3);
        assertThat(certificate.getJsonArray("found").stream()
                        .map(JsonObject.class::cast)
                        .map(one ->
                                one.getString("code") + " " + one.getString("case") + " " + one.getString("startedAt")))
                .containsExactly(
                        "AGE_IMPROBABLE new 2026-05-31T23:00:00+08:00",
                        "OVERTIME_OPERATION confirmed 2026-06-11T00:00:00+08:00",
                        "IDENTITY_UNVERIFIED new 2026-06-30T23:59:59+08:00");
        assertThat(certificate.getJsonArray("notFound"))
                .contains("MINOR_ADMITTED")
                .doesNotContain("OVERTIME_OPERATION");
        assertThat(certificate.getJsonArray("rules")).isEqualTo(new JsonArray().add(rules().version()));
        JsonObject coverage = certificate.getJsonObject("coverage");
        assertThat(coverage.getInteger("hours")).isEqualTo(720);
        assertThat(coverage.getInteger("hoursHeard")).isEqualTo(720 - 5 - 24);
        assertThat(coverage.getInteger("daysHeard")).isEqualTo(29);
        assertThat(coverage.getJsonArray("gaps"))
                .containsExactly(
                        gap("2026-06-05T22:00:00+08:00", "2026-06-06T03:00:00+08:00"),
                        gap("2026-06-20T00:00:00+08:00", "2026-06-21T00:00:00+08:00"));
        JsonObject issuer = certificate.getJsonObject("issuer");
        assertThat(issuer.getString("key"))
                .isEqualTo(new JsonObject(Buffer.buffer(parts.get("signature.json"))).getString("fingerprint"));
        assertThat(issuer.getJsonArray("offices"))
                .containsExactly(new JsonObject()
                        .put("name", "瑞昌市文化和旅游局")
                        .put("telephone", "0792-422")
                        .put("authority", "culture"));
        assertThat(new String(parts.get("certificate.html"), StandardCharsets.UTF_8))
                .contains("零点监管系统自动出具", "瑞昌市文化和旅游局 电话 <span class=\"number\">0792-422<", issuer.getString("key"))
                .contains("data-label=\"自 From\"")
                .contains("星海&lt;b&gt;", "超时营业", "2026-06-20 00:00", "691")
                .doesNotContain("<b>", ":00:00", "<script>");
        assertThat(
                        api.value(
                                "SELECT details FROM access_log WHERE action = 'make-certificate' ORDER BY position DESC LIMIT 1"))
                .contains("\"findings\":3", "\"month\":\"2026-06\"");
    }

    /** A violation itself takes the first outcome, which the other authority's case does not share. */
    @Test
    void itSaysWhatEachAuthorityFound() throws Exception {
        found(CAFE, "MEASURES_STOPPED", "culture,public-security", "2026-04-10T16:00:00Z", "dismissed");
        api.sql(
                "UPDATE violation SET state = 'ended', ended_at = '2026-04-10T17:00:00Z' WHERE code = 'MEASURES_STOPPED'");
        checked("public-security", "untrue");
        checked("culture", "true");

        Map<String, byte[]> parts = parts(get(operator, "2026-04"));

        JsonObject certificate = new JsonObject(Buffer.buffer(parts.get("certificate.json")));
        JsonObject finding = certificate.getJsonArray("found").getJsonObject(0);
        assertThat(finding.getString("case")).isEqualTo("dismissed");
        assertThat(finding.getJsonObject("outcomes"))
                .isEqualTo(new JsonObject().put("culture", "true").put("public-security", "untrue"));
        assertThat(new String(parts.get("certificate.html"), StandardCharsets.UTF_8))
                .contains("文化市场执法:属实 <span class=\"en\">culture: true<", "公安网安:不属实 ");
    }

    /** Puts the violation of April into a case of an authority that has checked it. */
    private static void checked(String authority, String outcome) {
        String id = api.call(
                        "POST",
                        "/api/v1/cases",
                        api.regulator(authority, "360481"),
                        new JsonObject().put("placeCode", CAFE))
                .json()
                .getString("id");
        api.sql(
                "INSERT INTO case_violation (violation_id, authority, case_id, joined_at, outcome, code, standing, state, case_step, started_at)"
                        + " SELECT id, '" + authority + "', '" + id + "', now(), '" + outcome
                        + "', code, standing, state, case_step, started_at FROM violation WHERE code = 'MEASURES_STOPPED'");
    }

    @Test
    void itIsAPageThatPrints() {
        HttpResponse<Buffer> page = get(operator, "2026-06?format=html");

        assertThat(page.getHeader("Content-Type")).startsWith("text/html");
        assertThat(page.bodyAsString()).contains("月度记录证明", "id=\"print\"", "href=\"/cafes/" + CAFE);
    }

    @Test
    void anAuthoritysHasItsOwnFindingsAlone() throws Exception {
        JsonObject certificate =
                new JsonObject(Buffer.buffer(parts(get(culture, "2026-06")).get("certificate.json")));

        assertThat(certificate.getString("for")).isEqualTo("culture");
        assertThat(certificate.getJsonObject("counts")).isEqualTo(new JsonObject().put("OVERTIME_OPERATION", 1));
        assertThat(certificate.encode()).doesNotContain("IDENTITY_UNVERIFIED\",\"case");
    }

    @Test
    void aMonthOfWhichNothingWasHeardIsOneGap() throws Exception {
        Map<String, byte[]> parts = parts(get(operator, "2025-12"));
        JsonObject certificate = new JsonObject(Buffer.buffer(parts.get("certificate.json")));

        assertThat(certificate.getInteger("count")).isZero();
        assertThat(certificate.getJsonObject("coverage").getInteger("hoursHeard"))
                .isZero();
        assertThat(certificate.getJsonObject("coverage").getJsonArray("gaps"))
                .containsExactly(gap("2025-12-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00"));
        assertThat(new String(parts.get("certificate.html"), StandardCharsets.UTF_8))
                .as("not a clean month")
                .contains("不能说明有无违规")
                .doesNotContain("<h2>未发现");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07", "2026-08", "2025-06", "2026-13", "0000-00"})
    void onlyMonthsThatAreOverAndStillKept(String month) {
        assertThat(get(operator, month).statusCode()).isEqualTo(400);
    }

    @Test
    void nobodyElseGetsIt() {
        assertThat(get(api.operator(NEIGHBOUR), "2026-06").statusCode()).isEqualTo(404);
        assertThat(get(api.regulator("culture", "360482"), "2026-06").statusCode())
                .isEqualTo(404);
        assertThat(get(api.auditor(), "2026-06").statusCode()).isEqualTo(403);
    }

    @Test
    void verifyChecksIt() throws Exception {
        byte[] zip = get(operator, "2026-06").body().getBytes();
        CertificateCheck.Report report = CertificateCheck.check(zip);
        assertThat(report.placeCode().value()).isEqualTo(CAFE);
        assertThat(report.heard()).isEqualTo(691);
        Path file = Files.write(directory.resolve("c.zip"), zip);

        assertThat(verify(file))
                .contains("intact: certificate of 2026-06 for " + CAFE, "found: 3;", "heard: 691 of 720 hours")
                .contains("certificate signed by: " + report.signer());
        assertThat(verify(file, "--public-key", key("known", report.signer().pem())))
                .contains("(as given)");
    }

    /** Whatever byte is changed, it is found; and no certificate passes for an evidence bundle. */
    @Test
    void anyAlteredByteIsFound() {
        byte[] zip = get(operator, "2026-06").body().getBytes();
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] altered = zip.clone();
            altered[random.nextInt(zip.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(intact(altered)).isFalse();
        }
        assertThat(CertificateCheck.isOne(zip)).isTrue();
        assertThat(catchThrowable(() -> BundleCheck.check(zip))).isInstanceOf(BrokenBundleException.class);
    }

    private static boolean intact(byte[] zip) {
        try {
            CertificateCheck.check(zip);
            return true;
        } catch (BrokenBundleException broken) {
            return false;
        }
    }

    private String key(String name, String pem) throws Exception {
        return Files.writeString(directory.resolve(name + ".pem"), pem).toString();
    }

    private static String verify(Path file, String... options) {
        var all = new ArrayList<>(List.of("verify", file.toString()));
        all.addAll(List.of(options));
        PrintStream console = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Program.commandLine().execute(all.toArray(String[]::new)))
                    .isZero();
        } finally {
            System.setOut(console);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static JsonObject gap(String from, String to) {
        return new JsonObject().put("from", from).put("to", to);
    }

    private static Rules rules() {
        return ConfigDirectory.find(Path.of("config"))
                .read("rules.yaml", RulesFile.class)
                .toRules();
    }

    private static void found(String cafe, String code, String authority, String at, String step) {
        api.sql("""
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot, case_step)
                  VALUES ('%s', '%s', '%s', '360481', 'fact', 'open', '{%s}', '%s', '%5$s', '{}', '%6$s')
                """.formatted(UUID.randomUUID(), code, cafe, authority, at, step));
    }

    private static HttpResponse<Buffer> get(String token, String month) {
        return RunningApi.await(api.client()
                .get("/api/v1/cafes/" + CAFE + "/certificates/" + month)
                .putHeader("Authorization", "Bearer " + token)
                .send());
    }

    private static Map<String, byte[]> parts(HttpResponse<Buffer> answer) throws Exception {
        assertThat(answer.statusCode()).as(String.valueOf(answer.body())).isEqualTo(200);
        var parts = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body().getBytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readAllBytes());
            }
        }
        return parts;
    }
}
