package lingdian.simulation.office;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The officers of a simulated city keep a worklist alive for three weeks, and join what their city issues. */
class SimulatedOfficesIT {
    private static final int CASES = 40;
    private static final List<String> COUNTIES = List.of("360102", "360103", "360104");
    private static final int CASES_OF_A_COUNTY = 6;

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-07-10T00:00:00Z"));
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with().clock(NOW::get).start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void casesAreInEveryStateOfABureausWork() throws Exception {
        SimulatedOffices offices = offices("360481");
        AdminClient culture = service.regulator("culture", "360400");
        for (int i = 1; i <= CASES; i++) {
            open(culture, "3604811000%04d".formatted(i));
        }

        int taken = 0;
        for (int hour = 0; hour < 72; hour += 4) {
            taken += offices.work();
            pass(Duration.ofHours(4));
        }

        Map<String, Long> steps = culture.all("/cases", Map.of("view", "all")).await(PATIENCE_SECONDS, SECONDS).stream()
                .collect(Collectors.groupingBy(one -> ((JsonObject) one).getString("step"), Collectors.counting()));
        assertThat(taken).isGreaterThan(CASES);
        assertThat(steps).containsKeys("lead", "closed");
        assertThat(offices.work()).isZero(); // what is left is left alone
    }

    /** A campaign of the city, as in the summer of 2013: joined and worked by three counties, returned, summed, and corrected. */
    @Test
    void aCampaignIssuedAboveIsJoinedWorkedReturnedAndSummed() throws Exception {
        AdminClient city = service.regulator("culture", "360100");
        AdminClient province = service.regulator("culture", "360000");
        String campaign = post(
                        city,
                        "/campaigns",
                        new JsonObject()
                                .put("name", "暑期专项行动")
                                .put("from", "2026-07-01")
                                .put("to", "2026-09-30"))
                .getString("id");
        Map<String, AdminClient> counties = new LinkedHashMap<>();
        List<SimulatedOffices> offices = new ArrayList<>();
        for (String county : COUNTIES) {
            AdminClient officer = service.regulator("culture", county);
            counties.put(county, officer);
            offices.add(offices(county));
            post(
                    officer,
                    "/campaigns/" + campaign + "/participants",
                    new JsonObject().put("units", new JsonArray().add("执法中队")));
            for (int i = 1; i <= CASES_OF_A_COUNTY; i++) {
                open(officer, county + "1000000" + i);
            }
        }
        work(offices, 12);
        for (AdminClient officer : counties.values()) {
            enterInspections(officer, campaign);
            post(officer, "/returns/" + campaign + "/submission", new JsonObject());
        }

        String path = "/returns/" + campaign;
        Map<String, Long> ofCity = figures(get(city, path));
        assertThat(ofCity).containsAllEntriesOf(rows()).containsAllEntriesOf(sum(counties, path));
        assertThat(ofCity.get("officers")).isPositive();
        assertThat(figures(get(province, path + "?region=360100"))).isEqualTo(ofCity);
        assertThat(get(city, path).getJsonArray("missing")).isEmpty();

        AdminClient first = counties.get(COUNTIES.getFirst());
        String later = inspection(first, COUNTIES.getFirst() + "10000001", 7);
        post(
                first,
                "/campaigns/" + campaign + "/entries",
                new JsonObject().put("type", "inspection").put("inspection", later));
        assertThat(figures(get(city, path))).as("what was submitted stays").isEqualTo(ofCity);
        assertThat(changed(get(city, path))).contains("officers", "visits");
        post(first, path + "/submission", new JsonObject());
        assertThat(changed(get(city, path))).isEmpty();
        assertThat(figures(get(city, path)))
                .containsAllEntriesOf(rows())
                .containsEntry("officers", ofCity.get("officers") + 7);

        seesNothingOf(COUNTIES.get(1), first, campaign);
    }

    /** The campaign itself is seen, and of it what one's own county did. */
    private static void seesNothingOf(String other, AdminClient county, String campaign) throws Exception {
        assertThatThrownBy(() -> get(county, "/returns/" + campaign + "?region=" + other))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
        for (String list : List.of("/cases?view=all&", "/inspections?", "/cafes?", "/violations?")) {
            assertThat(get(county, list + "limit=1000").encode()).as(list).doesNotContain("\"" + other);
        }
        assertThat(get(county, "/campaigns/" + campaign).encode()).doesNotContain("\"" + other);
        assertThat(get(county, "/campaigns/" + campaign + "/report").encode()).doesNotContain("\"" + other);
    }

    private static SimulatedOffices offices(String region) throws Exception {
        var offices = new SimulatedOffices(
                service.admin(),
                token -> new AdminClient(service.vertx(), service.url(), token),
                region,
                NOW::get,
                (cafe, code) -> true);
        offices.found();
        return offices;
    }

    private static void open(AdminClient officer, String cafe) throws Exception {
        service.cafe(cafe, List.of());
        post(officer, "/cases", new JsonObject().put("placeCode", cafe));
    }

    private static void pass(Duration time) {
        NOW.updateAndGet(at -> at.plus(time));
    }

    /** In the morning and after noon of so many days. */
    private static void work(List<SimulatedOffices> offices, int days) throws Exception {
        for (int half = 0; half < 2 * days; half++) {
            NOW.updateAndGet(at -> at.truncatedTo(ChronoUnit.DAYS)
                    .plus(Duration.ofHours(at.atOffset(ZoneOffset.UTC).getHour() < 2 ? 8 : 25)));
            for (SimulatedOffices office : offices) {
                office.work();
            }
        }
    }

    /** Closes the county's inspections, with two officers each, and enters them in the campaign. */
    private static void enterInspections(AdminClient officer, String campaign) throws Exception {
        for (Object one : officer.all("/inspections", Map.of()).await(PATIENCE_SECONDS, SECONDS)) {
            JsonObject shown = get(officer, "/inspections/" + ((JsonObject) one).getString("id"));
            var premises = new JsonArray();
            shown.getJsonArray("premises")
                    .forEach(place -> premises.add(new JsonObject()
                            .put("kind", "internet-cafe")
                            .put("placeCode", ((JsonObject) place).getString("placeCode"))));
            officer.call(
                            HttpMethod.PUT,
                            "/inspections/" + shown.getString("id"),
                            new JsonObject()
                                    .put("kind", "dispatch")
                                    .put("unit", "执法中队")
                                    .put("officerCount", 2)
                                    .put("premises", premises)
                                    .put("closed", true)
                                    .put("version", shown.getInteger("version")))
                    .await(PATIENCE_SECONDS, SECONDS);
            post(
                    officer,
                    "/campaigns/" + campaign + "/entries",
                    new JsonObject().put("type", "inspection").put("inspection", shown.getString("id")));
        }
    }

    private static String inspection(AdminClient officer, String cafe, int officers) throws Exception {
        return post(
                        officer,
                        "/inspections",
                        new JsonObject()
                                .put("kind", "night-round")
                                .put("unit", "执法中队")
                                .put("officerCount", officers)
                                .put("closed", true)
                                .put(
                                        "premises",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("kind", "internet-cafe")
                                                        .put("placeCode", cafe))))
                .getString("id");
    }

    /** Another way than a return counts: the city's own rows, since all that happened there belongs to the campaign. */
    private static Map<String, Long> rows() throws Exception {
        String closed =
                " FROM inspection_version JOIN inspection ON inspection.id = inspection_id WHERE state = 'closed' AND region LIKE '3601%'";
        String cases = " FROM case_file WHERE authority = 'culture' AND region LIKE '3601%'";
        String sanctions =
                " FROM case_file, jsonb_array_elements(sanctions) AS one WHERE region LIKE '3601%' AND one ->> 'kind' = ";
        var rows = new LinkedHashMap<String, Long>();
        rows.put("officers", number("SELECT sum(officers)" + closed));
        rows.put("visits", number("SELECT sum((visits ->> 'internet-cafe')::int)" + closed));
        rows.put(
                "inspected-cafes",
                number("SELECT count(DISTINCT code) FROM (SELECT unnest(place_codes) AS code" + closed + ") AS seen"));
        rows.put(
                "filed",
                number("SELECT count(*) FROM case_action WHERE action = 'file' AND case_id IN (SELECT id" + cases
                        + ")"));
        rows.put(
                "corrections",
                number("SELECT count(*) FROM case_action WHERE action = 'correct' AND case_id IN (SELECT id" + cases
                        + ")"));
        rows.put("warnings", number("SELECT count(*)" + sanctions + "'warning'"));
        rows.put("fine-yuan", number("SELECT sum((one ->> 'yuan')::int)" + sanctions + "'fine'"));
        return rows;
    }

    private static long number(String sql) throws Exception {
        try (var database = TestDatabase.superuser(service.database());
                var statement = database.createStatement()) {
            statement.execute("SET search_path = lingdian");
            try (var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static Map<String, Long> sum(Map<String, AdminClient> counties, String path) throws Exception {
        var sum = new LinkedHashMap<String, Long>();
        for (AdminClient county : counties.values()) {
            figures(get(county, path)).forEach((column, figure) -> sum.merge(column, figure, Long::sum));
        }
        return sum;
    }

    /** Without the columns of which the service records nothing. */
    private static Map<String, Long> figures(JsonObject shown) {
        var figures = new LinkedHashMap<String, Long>();
        for (Object one : shown.getJsonArray("columns")) {
            JsonObject column = (JsonObject) one;
            if (column.getLong("thisPeriod") != null) {
                figures.put(column.getString("id"), column.getLong("thisPeriod"));
            }
        }
        return figures;
    }

    private static List<String> changed(JsonObject shown) {
        return shown.getJsonArray("columns").stream()
                .map(JsonObject.class::cast)
                .filter(column -> column.getBoolean("changed"))
                .map(column -> column.getString("id"))
                .toList();
    }

    private static JsonObject get(AdminClient client, String path) throws Exception {
        return client.get(path, Map.of()).await(PATIENCE_SECONDS, SECONDS);
    }

    private static JsonObject post(AdminClient client, String path, JsonObject body) throws Exception {
        return client.call(HttpMethod.POST, path, body).await(PATIENCE_SECONDS, SECONDS);
    }
}
