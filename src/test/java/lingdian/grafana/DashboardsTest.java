package lingdian.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.law.judge.Code;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The dashboards are whole: Grafana takes them, and every panel says what it is. */
class DashboardsTest {
    private static final List<Path> SCHEMAS = List.of(
            Path.of("../shared/grafana-schema/classic.schema.json"),
            Path.of("../../shared/grafana-schema/classic.schema.json"));
    private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)\\{?(\\w+)");
    private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)(?:\\?(.+))?");
    private static final String TIME_RANGE = "${__url_time_range}";

    @Test
    void grafanasOwnSchemaTakesThem() throws IOException {
        Path schema = SCHEMAS.stream().filter(Files::exists).findFirst().orElse(null);
        assumeTrue(schema != null, "Grafana's schema is not there: " + SCHEMAS);
        Validator validator = Validator.create(
                JsonSchema.of(new JsonObject(Files.readString(schema))),
                new JsonSchemaOptions()
                        .setDraft(Draft.DRAFT7)
                        .setBaseUri("https://lingdian.example")
                        .setOutputFormat(OutputFormat.Basic));

        Dashboards.all()
                .forEach((file, dashboard) -> assertThat(
                                validator.validate(dashboard).toJson().encodePrettily())
                        .as(file)
                        .contains("\"valid\" : true"));
        JsonObject broken = Dashboards.all().get("tonight.json").copy().put("panels", "none");
        assertThat(validator.validate(broken).getValid()).isFalse();
    }

    @Test
    void eachHasAUidOfItsOwnAndATitleInTwoLanguages() {
        var dashboards = Dashboards.all().values();

        assertThat(dashboards).hasSize(5);
        assertThat(dashboards).extracting(one -> one.getString("uid")).doesNotHaveDuplicates();
        assertThat(dashboards).extracting(one -> one.getString("title")).allMatch(DashboardsTest::inTwoLanguages);
    }

    @Test
    void everyPanelSaysWhatItIs() {
        forEachPanel((name, panel) -> {
            assertThat(panel.getString("title")).as(name).matches(DashboardsTest::inTwoLanguages);
            assertThat(panel.getString("description")).as(name).matches(DashboardsTest::inTwoLanguages);
            assertThat(panel.getJsonObject("fieldConfig")
                            .getJsonObject("defaults")
                            .getString("unit"))
                    .as(name)
                    .isNotBlank();
            assertThat(Dashboards.objects(panel.getJsonArray("targets")))
                    .as(name)
                    .isNotEmpty();
            Dashboards.objects(panel.getJsonArray("targets"))
                    .forEach(target -> assertThat(target.getString("rawSql", target.getString("expr")))
                            .as(name)
                            .isNotBlank());
        });
    }

    @Test
    void panelsLieOnTheGridAndNoneOnAnother() {
        Dashboards.all().forEach((file, dashboard) -> {
            var taken = new HashSet<String>();
            var ids = new HashSet<Integer>();
            for (JsonObject panel : Dashboards.panels(dashboard)) {
                String name = file + ": " + panel.getString("title");
                JsonObject place = panel.getJsonObject("gridPos");
                assertThat(place.getInteger("x") + place.getInteger("w"))
                        .as(name)
                        .isLessThanOrEqualTo(24);
                assertThat(ids.add(panel.getInteger("id"))).as(name).isTrue();
                cells(place)
                        .forEach(cell -> assertThat(taken.add(cell))
                                .as(name + " at " + cell)
                                .isTrue());
            }
        });
    }

    @Test
    void everyVariableIsDeclaredAndUsed() {
        Dashboards.all().forEach((file, dashboard) -> {
            Set<String> declared = Dashboards.variables(dashboard).stream()
                    .map(one -> one.getString("name"))
                    .collect(Collectors.toSet());
            assertThat(usedIn(dashboard)).as(file).containsExactlyInAnyOrderElementsOf(declared);
        });
    }

    /** Else "All" is a list, and an empty one where nothing is there yet. */
    @Test
    void whatCanBeAllIsNoConditionThen() {
        Dashboards.all().values().stream()
                .flatMap(dashboard -> Dashboards.variables(dashboard).stream())
                .filter(variable -> Boolean.TRUE.equals(variable.getBoolean("includeAll")))
                .forEach(variable -> assertThat(variable.getString("allValue")).isEqualTo(variable.getString("name")));
    }

    /** Of panels, variables and annotations alike: whatever is asked, it is a source that is provisioned, of its type. */
    @Test
    void everySourceIsProvisioned() throws IOException {
        Map<String, String> provisioned = provisioned();

        assertThat(provisioned).containsOnlyKeys("lingdian-prometheus", "lingdian-postgres");
        Dashboards.all().forEach((file, dashboard) -> {
            Stream<JsonObject> asked = Dashboards.asking(dashboard);
            assertThat(asked.map(DashboardsTest::source))
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(source ->
                            assertThat(provisioned).containsEntry(source.getString("uid"), source.getString("type")));
            assertThat(sources(dashboard).map(source -> source.getString("uid")))
                    .as(file + ", wherever one is named")
                    .hasSizeGreaterThanOrEqualTo(
                            (int) Dashboards.asking(dashboard).count())
                    .isSubsetOf(provisioned.keySet());
        });
    }

    private static Map<String, String> provisioned() throws IOException {
        var sources = new HashMap<String, String>();
        new YAMLMapper()
                .readTree(Path.of("grafana/provisioning/datasources/lingdian.yaml")
                        .toFile())
                .at("/datasources")
                .forEach(one ->
                        sources.put(one.at("/uid").asText(), one.at("/type").asText()));
        return sources;
    }

    private static JsonObject source(JsonObject asking) {
        return asking.getJsonObject("datasource", new JsonObject());
    }

    /** All there are, at whatever depth. */
    private static Stream<JsonObject> sources(@Nullable Object json) {
        return switch (json) {
            case JsonObject object ->
                object.stream()
                        .flatMap(field -> field.getKey().equals("datasource")
                                ? Stream.of((JsonObject) field.getValue())
                                : sources(field.getValue()));
            case JsonArray array -> array.stream().flatMap(DashboardsTest::sources);
            case null, default -> Stream.empty();
        };
    }

    @Test
    void everyLinkLeadsToADashboardThatKnowsItsVariables() {
        var byUid =
                Dashboards.all().values().stream().collect(Collectors.toMap(one -> one.getString("uid"), one -> one));
        var from = new HashSet<String>();
        Dashboards.all()
                .forEach((file, dashboard) -> links(dashboard).forEach(url -> {
                    var link = LINK.matcher(url);
                    assertThat(link.matches()).as(file + ": " + url).isTrue();
                    assertThat(byUid).as(file).containsKey(link.group(1));
                    Set<String> variables = Dashboards.variables(byUid.get(link.group(1))).stream()
                            .map(one -> one.getString("name"))
                            .collect(Collectors.toSet());
                    for (String parameter : Objects.requireNonNullElse(link.group(2), TIME_RANGE)
                            .split("&")) {
                        assertThat(parameter.equals(TIME_RANGE)
                                        || variables.contains(parameter.replaceAll(
                                                "^var-(\\w+)=\\$\\{__data\\.fields\\.\\w+}$", "$1")))
                                .as(file + ": " + url)
                                .isTrue();
                    }
                    from.add(file);
                }));

        assertThat(from).contains("tonight.json", "trends.json", "cafes.json", "campaign.json");
    }

    private static Stream<String> links(JsonObject dashboard) {
        return Dashboards.panels(dashboard).stream().flatMap(Dashboards::links);
    }

    /** Codes, standings and steps read as in the console: where a table shows them, and where each is a series. */
    @Test
    void everyCodeIsCalledByItsName() {
        Map<String, String> names = names();
        var named = new TreeSet<String>();
        forEachPanel((name, panel) -> {
            String sql = panel.getJsonArray("targets").getJsonObject(0).getString("rawSql", "");
            if (sql.contains("code AS metric")) {
                names.forEach((code, text) ->
                        assertThat(Dashboards.shown(panel, code)).as(name).isEqualTo(text));
                named.add("series");
            }
            if (sql.startsWith("SELECT code,")) {
                assertThat(Dashboards.mapped(panel, "code")).as(name).isEqualTo(names);
                named.add("table");
            }
            for (String column : List.of("standing", "state", "case_step")) {
                if (sql.matches(".*, " + column + "(,| FROM ).*")) {
                    assertThat(Dashboards.mapped(panel, column))
                            .as(name)
                            .isNotEmpty()
                            .allSatisfy((word, text) ->
                                    assertThat(text).isEqualTo(words(column.replace("_step", "") + "." + word)));
                    named.add(column);
                }
            }
        });

        assertThat(named).containsExactly("case_step", "series", "standing", "state", "table");
        names.forEach(
                (code, text) -> assertThat(Dashboards.variables(Dashboards.all().get("trends.json"))
                                .toString())
                        .contains("('" + code + "', '" + text + "')"));
    }

    /** By the codes of the rules. */
    private static Map<String, String> names() {
        return Stream.of(Code.values()).collect(Collectors.toMap(Code::name, code -> words("code." + code.name())));
    }

    /** The console's words of both languages. */
    private static String words(String key) {
        return Stream.of("zh", "en")
                .map(language -> ResourceBundle.getBundle("lingdian.console.frame.words_" + language)
                        .getString(key))
                .collect(Collectors.joining(" · "));
    }

    /** Red is at the end that is bad, green at the other, and a number that is neither good nor bad has no such colour. */
    @Test
    void redMeansThatSomethingBurns() {
        var coloured = new HashSet<String>();
        Dashboards.all()
                .forEach((file, dashboard) -> Dashboards.panels(dashboard)
                        .forEach(panel -> thresholds(panel.getJsonObject("fieldConfig"))
                                .forEach(thresholds -> {
                                    List<String> colours = Dashboards.objects(thresholds.getJsonArray("steps"))
                                            .map(step -> step.getString("color"))
                                            .toList();
                                    assertThat(colours)
                                            .as(file + ": " + panel.getString("title"))
                                            .isIn(List.of("green", "orange", "red"), List.of("red", "orange", "green"));
                                    coloured.add(file);
                                })));

        assertThat(coloured).containsExactlyInAnyOrder("tonight.json", "trends.json", "cafes.json", "service.json");
    }

    private static Stream<JsonObject> thresholds(JsonObject fieldConfig) {
        return Stream.concat(
                Stream.of(fieldConfig.getJsonObject("defaults"))
                        .map(defaults -> defaults.getJsonObject("thresholds"))
                        .filter(Objects::nonNull),
                Dashboards.objects(fieldConfig.getJsonArray("overrides"))
                        .flatMap(override -> Dashboards.objects(override.getJsonArray("properties")))
                        .filter(property -> property.getString("id").equals("thresholds"))
                        .map(property -> property.getJsonObject("value")));
    }

    /** The meters count a whole node, so a county's Grafana gets no Prometheus: its four boards work without. */
    @Test
    void onlyTheServiceBoardAsksPrometheus() {
        Dashboards.all()
                .forEach((file, dashboard) -> assertThat(sources(dashboard).map(source -> source.getString("uid")))
                        .as(file)
                        .allMatch(uid -> file.equals("service.json") || uid.equals("lingdian-postgres")));
    }

    /** And each has them all in its menu, by their common tag. */
    @Test
    void everyMenuListsAllDashboards() {
        Dashboards.all().forEach((file, dashboard) -> {
            JsonObject menu = dashboard.getJsonArray("links").getJsonObject(0);
            assertThat(menu.getString("type")).as(file).isEqualTo("dashboards");
            Dashboards.all()
                    .forEach((other, listed) ->
                            assertThat(listed.getJsonArray("tags")).as(other).containsAll(menu.getJsonArray("tags")));
        });
    }

    /** Campaigns and releases of rules. */
    @Test
    void everyDashboardMarksCampaignsAndReleases() {
        Dashboards.all()
                .forEach((file, dashboard) -> assertThat(Dashboards.objects(
                                dashboard.getJsonObject("annotations").getJsonArray("list")))
                        .as(file)
                        .allMatch(one -> inTwoLanguages(one.getString("name")) && one.getBoolean("enable"))
                        .extracting(one -> one.getJsonObject("target").getString("rawSql"))
                        .anyMatch(sql -> sql.contains("FROM reporting.campaign"))
                        .anyMatch(sql -> sql.contains("FROM reporting.rule_release")));
    }

    private interface PanelCheck {
        void check(String name, JsonObject panel);
    }

    private static void forEachPanel(PanelCheck check) {
        Dashboards.all()
                .forEach((file, dashboard) -> Dashboards.panels(dashboard)
                        .forEach(panel -> check.check(file + ": " + panel.getString("title"), panel)));
    }

    private static boolean inTwoLanguages(String text) {
        return text.matches("(?s).*\\p{IsHan}.*") && text.matches("(?s).*[A-Za-z]{2,}.*");
    }

    private static Set<String> usedIn(JsonObject dashboard) {
        return Dashboards.queries(dashboard).stream()
                .flatMap(query -> VARIABLE.matcher(query.sql() + query.promql()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Stream<String> cells(JsonObject place) {
        return Stream.iterate(place.getInteger("x"), x -> x + 1)
                .limit(place.getInteger("w"))
                .flatMap(x -> Stream.iterate(place.getInteger("y"), y -> y + 1)
                        .limit(place.getInteger("h"))
                        .map(y -> x + "," + y));
    }
}
