package lingdian.record.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.law.json.RulesJson;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.law.statute.Laws;
import lingdian.platform.database.QueryPool;
import org.jspecify.annotations.Nullable;

/**
 * The wording of what violations quote: a violation names its articles, and the rules that found it have their texts.
 */
public final class QuotedLaw {
    /** Versions kept in memory; there is one for each release. */
    private static final int KEPT_VERSIONS = 100;

    private final QueryPool pool;
    private final ReleaseStore store = new ReleaseStore();
    /** A released version never changes. */
    private final Map<String, Laws> known = new ConcurrentHashMap<>();

    public QuotedLaw(QueryPool pool) {
        this.pool = pool;
    }

    /**
     * The texts in the order in which a violation quotes them. What its rules do not have, such as an order that
     * suspended the café, is there without wording.
     *
     * @param violation as it is stored
     */
    public Future<List<LawText>> of(JsonNode violation) {
        return laws(violation.path("ruleVersion").asText()).map(laws -> {
            var texts = new ArrayList<LawText>();
            for (JsonNode law : violation.path("law")) {
                String text = law.path("text").asText();
                String revision = law.path("version").asText();
                texts.add(laws.find(text, revision).orElseGet(() -> unknown(text, revision)));
            }
            return texts;
        });
    }

    /** Adds texts as objects of {@code text}, {@code version}, {@code standing}, {@code wording} and {@code checked}. */
    public static void write(ArrayNode json, List<LawText> texts) {
        for (LawText text : texts) {
            json.addObject()
                    .put("text", text.text())
                    .put("version", text.revision())
                    .put("standing", text.standing().wire())
                    .put("wording", text.wording())
                    .put("checked", day(text.checked()));
        }
    }

    private static @Nullable String day(@Nullable LocalDate checked) {
        return checked == null ? null : checked.toString();
    }

    private static LawText unknown(String text, String revision) {
        return new LawText(text, revision, null, null, LawStanding.TO_BE_CHECKED, null, null);
    }

    private Future<Laws> laws(String version) {
        Laws kept = known.get(version);
        return kept != null ? Future.succeededFuture(kept) : read(version);
    }

    private Future<Laws> read(String version) {
        return store.ofVersion(pool, version)
                .map(found -> found.map(
                                release -> RulesJson.stored(release.content()).laws())
                        .orElse(Laws.NONE))
                .onSuccess(laws -> {
                    if (known.size() < KEPT_VERSIONS) {
                        known.put(version, laws);
                    }
                });
    }
}
