package lingdian.intake.commit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.LicenceExpiry;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.json.PeerDeviationJson;
import lingdian.law.judge.CafeFacts;
import lingdian.record.hours.HoursStore;
import org.jspecify.annotations.Nullable;

/** Reads the decisions of officials about cafés, for the judge. */
final class FactsStore {
    private static final String VERSION = "SELECT facts_version FROM head WHERE only_row";

    private static final String CAFES = """
            SELECT place_code, region, staff_terminals, terminals, heard_terminals, unlike_peers::text, licence_valid_until, measures
            FROM cafe WHERE place_code = ANY ($1)
            """;

    private final HoursStore hours;

    FactsStore(HoursStore hours) {
        this.hours = hours;
    }

    Future<Long> version(SqlClient client) {
        return client.preparedQuery(VERSION)
                .execute()
                .map(rows -> rows.iterator().next().getLong("facts_version"));
    }

    /** The facts of each café; {@code known} hours are kept where nothing changed, with all that they remember. */
    Future<Map<PlaceCode, CafeFacts>> load(
            SqlClient client, Collection<PlaceCode> placeCodes, Map<PlaceCode, Hours> known) {
        var cafes = client.preparedQuery(CAFES).execute(Tuple.of((Object)
                placeCodes.stream().map(PlaceCode::value).toArray(String[]::new)));
        var loaded = hours.load(client, placeCodes);
        return Future.all(cafes, loaded).map(all -> facts(cafes.result(), loaded.result(), known));
    }

    private static Map<PlaceCode, CafeFacts> facts(
            RowSet<Row> cafes, Map<PlaceCode, CafeHours> loaded, Map<PlaceCode, Hours> known) {
        var facts = new HashMap<PlaceCode, CafeFacts>();
        var computed = new IdentityHashMap<HoursLayers, Hours>(); // cafés of a county share their layers
        for (Row row : cafes) {
            var place = new PlaceCode(row.getString("place_code"));
            CafeHours cafeHours = Objects.requireNonNull(loaded.get(place));
            Hours hours = hours(cafeHours.layers(), known.get(place), computed);
            facts.put(place, facts(row, place, hours, cafeHours));
        }
        return facts;
    }

    /** Layers are compared, sorted and swept once for all cafés that share them, however many entries they have. */
    private static Hours hours(
            HoursLayers layers, @Nullable Hours before, IdentityHashMap<HoursLayers, Hours> computed) {
        Hours first = computed.get(layers);
        if (first == null) {
            Hours found = before != null && before.layers().equals(layers) ? before : Hours.of(layers);
            computed.put(layers, found);
            return found;
        }
        return before != null && before.layers() == first.layers() ? before : first.ofAnother();
    }

    private static CafeFacts facts(Row row, PlaceCode place, Hours hours, CafeHours cafeHours) {
        var suspensions = new ArrayList<>(cafeHours.suspensions());
        @Nullable LocalDate validUntil = row.getLocalDate("licence_valid_until");
        if (validUntil != null) {
            // An expired licence is a suspension that begins when its last local day is over.
            suspensions.add(SuspensionPeriod.expired(
                    LicenceExpiry.id(place, validUntil), LicenceExpiry.at(validUntil, hours.zone())));
        }
        return new CafeFacts(
                place,
                new RegionCode(row.getString("region")),
                hours,
                suspensions,
                Set.of(row.getArrayOfStrings("staff_terminals")),
                row.getInteger("terminals"),
                new NightlyFigures(
                        row.getInteger("heard_terminals"), PeerDeviationJson.parse(row.getString("unlike_peers"))),
                Measures.of(row.getString("measures")),
                cafeHours.closures());
    }
}
