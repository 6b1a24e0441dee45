package lingdian.grafana;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dashboards as files, for tests to walk through. */
final class Dashboards {
    static final Path DIRECTORY = Path.of("grafana/dashboards");

    private Dashboards() {}

    /** One query of a panel. */
    record Query(String dashboard, String panel, JsonObject target) {
        String sql() {
            return target.getString("rawSql", "");
        }

        String promql() {
            return target.getString("expr", "");
        }

        @Override
        public String toString() {
            return dashboard + ": " + panel + " " + target.getString("refId");
        }
    }

    static Map<String, JsonObject> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .collect(java.util.stream.Collectors.toMap(
                            file -> file.getFileName().toString(), Dashboards::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    static List<JsonObject> panels(JsonObject dashboard) {
        return objects(dashboard.getJsonArray("panels")).toList();
    }

    static List<JsonObject> variables(JsonObject dashboard) {
        return objects(dashboard.getJsonObject("templating").getJsonArray("list"))
                .toList();
    }

    /** All that names the source that it asks: panels and their queries, variables, annotations and their queries. */
    static Stream<JsonObject> asking(JsonObject dashboard) {
        List<JsonObject> annotations = objects(
                        dashboard.getJsonObject("annotations").getJsonArray("list"))
                .toList();
        return Stream.of(
                        panels(dashboard).stream(),
                        panels(dashboard).stream().flatMap(panel -> objects(panel.getJsonArray("targets"))),
                        variables(dashboard).stream(),
                        annotations.stream(),
                        annotations.stream().map(one -> one.getJsonObject("target")))
                .flatMap(all -> all);
    }

    /** A column's name as a panel shows it; as its query calls it where the panel says nothing. */
    static String shown(JsonObject panel, String column) {
        return objects(panel.getJsonObject("fieldConfig").getJsonArray("overrides"))
                .filter(override ->
                        column.equals(override.getJsonObject("matcher").getString("options")))
                .flatMap(override -> objects(override.getJsonArray("properties")))
                .filter(property -> "displayName".equals(property.getString("id")))
                .map(property -> property.getString("value"))
                .findAny()
                .orElse(column);
    }

    /** What a panel shows in place of each word of a column. */
    static Map<String, String> mapped(JsonObject panel, String column) {
        return objects(panel.getJsonObject("fieldConfig").getJsonArray("overrides"))
                .filter(override ->
                        column.equals(override.getJsonObject("matcher").getString("options")))
                .flatMap(override -> objects(override.getJsonArray("properties")))
                .filter(property -> property.getString("id").equals("mappings"))
                .flatMap(property -> objects(property.getJsonArray("value")))
                .flatMap(mapping -> mapping.getJsonObject("options").stream())
                .collect(Collectors.toMap(Map.Entry::getKey, one -> ((JsonObject) one.getValue()).getString("text")));
    }

    /** Where a panel leads to. */
    static Stream<String> links(JsonObject panel) {
        return objects(panel.getJsonObject("fieldConfig")
                        .getJsonObject("defaults")
                        .getJsonArray("links", new JsonArray()))
                .map(link -> link.getString("url"));
    }

    /** Of panels, with those that variables and annotations ask. */
    static List<Query> queries() {
        return all().values().stream()
                .flatMap(dashboard -> queries(dashboard).stream())
                .toList();
    }

    static List<Query> queries(JsonObject dashboard) {
        return Stream.of(
                        panels(dashboard).stream()
                                .flatMap(panel -> objects(panel.getJsonArray("targets"))
                                        .map(target -> query(dashboard, panel.getString("title"), target))),
                        variables(dashboard).stream()
                                .map(variable -> query(
                                        dashboard,
                                        "$" + variable.getString("name"),
                                        new JsonObject().put("refId", "").put("rawSql", variable.getString("query")))),
                        objects(dashboard.getJsonObject("annotations").getJsonArray("list"))
                                .map(one -> query(dashboard, one.getString("name"), one.getJsonObject("target"))))
                .flatMap(all -> all)
                .toList();
    }

    private static Query query(JsonObject dashboard, String panel, JsonObject target) {
        return new Query(dashboard.getString("uid"), panel, target);
    }

    private static JsonObject read(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
