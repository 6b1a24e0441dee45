package lingdian.console.cafe;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Times;

/**
 * A café as it stands in a list, from what the API answers.
 *
 * @param place the names of its divisions
 * @param facts open violations that are facts
 * @param others open ones that are suspicions or leads
 */
record CafeLine(
        String placeCode,
        String name,
        String place,
        boolean connected,
        String lastHeard,
        int sessions,
        int facts,
        int others) {

    static CafeLine of(JsonObject cafe, Divisions divisions) {
        JsonObject open = cafe.getJsonObject("violations").getJsonObject("open");
        return new CafeLine(
                cafe.getString("placeCode"),
                cafe.getString("name"),
                divisions.name(cafe.getString("region")),
                cafe.getBoolean("connected"),
                Times.second(cafe.getString("lastHeard")),
                cafe.getInteger("openSessions"),
                open.getInteger("fact"),
                open.getInteger("suspicion") + open.getInteger("lead"));
    }

    static List<CafeLine> all(JsonObject list, Divisions divisions) {
        return Stream.of(list.getJsonArray("items"))
                .flatMap(items -> items.stream())
                .map(cafe -> of((JsonObject) cafe, divisions))
                .toList();
    }
}
