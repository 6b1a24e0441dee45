package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.hours.Hours;
import lingdian.law.hours.Interval;
import lingdian.law.judge.Aside;
import lingdian.law.statute.LawText;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.evidence.EvidenceStore.Cafe;
import lingdian.record.evidence.EvidenceStore.Decision;
import lingdian.record.evidence.EvidenceStore.Seat;
import lingdian.record.evidence.PhotographStore.Chained;
import lingdian.record.evidence.ProvenPieces.Proven;
import lingdian.record.evidence.ProvenPieces.Source;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.QuotedLaw;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Makes the evidence bundle of a violation as one reader may see it (handbook, evidence.md).
 *
 * <p>It receives the violation with its person masked and without what lies in other regions, and adds nothing that
 * would undo that: records without tokens, seats without persons.
 */
public final class EvidenceExport {
    private static final Duration AROUND = Duration.ofHours(24);
    /** The period over which repeated offences are counted (handbook, law.md#from-a-lead-to-a-case). */
    private static final int CONFIRMED_MONTHS = 12;

    private final Vertx vertx;
    private final QueryPool pool;
    private final Vault vault;
    private final InstantSource clock;
    private final HoursStore hours;
    private final RecordHash hash;
    private final EvidenceStore store;
    private final PhotographStore photographs;
    private final ProvenPieces pieces;
    private final BundleTurns turns;
    private final QuotedLaw quotedLaw;

    public EvidenceExport(
            Vertx vertx, QueryPool pool, Vault vault, InstantSource clock, HoursStore hours, Checkpoints checkpoints) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
        this.hours = hours;
        this.hash = RecordHash.of(vault.suite());
        this.store = new EvidenceStore(pool, hash);
        this.photographs = new PhotographStore(hash);
        this.turns = checkpoints.turns();
        this.pieces = new ProvenPieces(pool, hash, store, checkpoints);
        this.quotedLaw = new QuotedLaw(pool);
    }

    /** The time of a violation, and a day before and after it. */
    record Span(Instant start, Instant end, Instant detected) {
        static Span of(ObjectNode violation, Instant now) {
            Instant detected = instant(violation, "detectedAt", now);
            return new Span(instant(violation, "startedAt", now), instant(violation, "endedAt", now), detected);
        }

        Instant from() {
            return start.minus(AROUND);
        }

        Instant to() {
            return end.plus(AROUND);
        }

        private static Instant instant(JsonNode violation, String field, Instant otherwise) {
            return violation.hasNonNull(field)
                    ? Rfc3339.parse(violation.path(field).asText()).orElse(otherwise)
                    : otherwise;
        }
    }

    /** The decisions about the café's hours around a violation. */
    record HoursThen(
            PermittedHours permitted, List<Decision> schedules, List<Decision> orders, List<Decision> suspensions) {}

    /**
     * Further facts about the café.
     *
     * @param hello the agent's last description of itself before the violation's end; null if none is on record
     * @param confirmedSince a year before the bundle was made
     * @param confirmed how many other findings of this rule were confirmed since then
     * @param law the texts that the violation quotes
     */
    record Known(Aside.@Nullable Greeted hello, Instant confirmedSince, long confirmed, List<LawText> law) {
        Known {
            law = List.copyOf(law);
        }
    }

    /** The content of a bundle. */
    record Contents(
            BundleReader reader,
            ObjectNode violation,
            Span span,
            String madeAt,
            Cafe cafe,
            Known known,
            HoursThen hours,
            List<Seat> seats,
            List<Chained> photographs,
            List<Proven> proven) {
        ZoneId zone() {
            return ZoneId.of(cafe.timeZone());
        }
    }

    /**
     * Fails with {@link UnprovableException} if no valid bundle is possible.
     *
     * @param violation as the reader may see it
     */
    public Future<byte[]> bundle(ObjectNode violation, BundleOrder order) {
        var placeCode = new PlaceCode(violation.path("placeCode").asText());
        Span span = Span.of(violation, clock.instant());
        return pieces.of(sources(violation), order)
                .compose(proven -> contents(order.reader(), violation, placeCode, span, proven))
                .compose(contents -> turns.inTurn(order, () -> turns.onWorker(() -> zip(contents))));
    }

    private Future<Contents> contents(
            BundleReader reader, ObjectNode violation, PlaceCode placeCode, Span span, List<Proven> proven) {
        var cafe = store.cafe(placeCode);
        var known = known(violation, span);
        var hours = hours(placeCode, new RegionCode(violation.path("region").asText()), span);
        var seats = store.seats(placeCode, span.start(), span.end());
        var photographs =
                photographs(reader, ViolationId.of(violation.path("id").asText()));
        return Future.all(cafe, known, hours, seats, photographs)
                .map(read -> new Contents(
                        reader,
                        violation,
                        span,
                        Rfc3339.format(clock.instant(), ChinaTime.ZONE),
                        cafe.result().orElseThrow(),
                        known.result(),
                        hours.result(),
                        seats.result(),
                        photographs.result(),
                        proven));
    }

    /** Photographs of inspections are the authorities' own. */
    private Future<List<Chained>> photographs(BundleReader reader, ViolationId violation) {
        return reader == BundleReader.OFFICE ? photographs.of(pool, violation) : Future.succeededFuture(List.of());
    }

    private Future<Known> known(ObjectNode violation, Span span) {
        var placeCode = new PlaceCode(violation.path("placeCode").asText());
        ViolationId id = ViolationId.of(violation.path("id").asText());
        Instant now = clock.instant();
        Instant yearBefore =
                now.atZone(ChinaTime.ZONE).minusMonths(CONFIRMED_MONTHS).toInstant();
        Instant until =
                span.end().isAfter(span.detected()) ? span.end() : span.detected(); // hellos are by received time
        var hello = store.hello(placeCode, until);
        var confirmed = store.confirmed(placeCode, violation.path("code").asText(), id, yearBefore, now);
        var law = quotedLaw.of(violation);
        return Future.all(hello, confirmed, law)
                .map(read -> new Known(hello.result().orElse(null), yearBefore, confirmed.result(), law.result()));
    }

    private static List<Source> sources(ObjectNode violation) {
        var sources = new ArrayList<Source>();
        for (JsonNode entry : violation.path("evidence")) {
            var seqs = new TreeSet<Long>();
            entry.path("seq").forEach(seq -> seqs.add(seq.asLong()));
            if (!seqs.isEmpty()) {
                sources.add(new Source(
                        new PlaceCode(entry.path("placeCode").asText()),
                        UUID.fromString(entry.path("stream").asText()),
                        seqs));
            }
        }
        return sources;
    }

    private Future<HoursThen> hours(PlaceCode placeCode, RegionCode region, Span span) {
        return permitted(placeCode, span)
                .compose(permitted -> store.schedules(placeCode, region, span.detected())
                        .compose(schedules -> store.orders(placeCode, region, span.from(), span.to())
                                .compose(orders -> store.suspensions(placeCode, span.from(), span.to())
                                        .map(suspensions ->
                                                new HoursThen(permitted, schedules, orders, suspensions)))));
    }

    private Future<PermittedHours> permitted(PlaceCode placeCode, Span span) {
        return hours.load(pool, List.of(placeCode))
                .map(loaded -> Objects.requireNonNull(loaded.get(placeCode)).layers())
                .compose(layers -> vertx.executeBlocking(
                        () -> PermittedHours.between(Hours.of(layers), span.from(), span.to()), false))
                .map(Objects::requireNonNull);
    }

    private byte[] zip(Contents contents) {
        var bundle = new Bundle(hash, contents.reader())
                .text("summary.html", new SummaryPage(contents).html())
                .json(BundleCheck.VIOLATION, contents.violation())
                .json(BundleCheck.LAW, law(contents))
                .json("hours.json", hours(contents))
                .json("cafe.json", cafe(contents));
        if (contents.reader() == BundleReader.OFFICE) {
            bundle.json("photographs.json", photographs(contents));
        }
        var proofs = new ArrayList<InclusionProof>();
        var checkpoints = new LinkedHashMap<Long, Checkpoint>();
        for (Proven one : contents.proven()) {
            String name = "records-" + (proofs.size() + 1) + ".ndjson";
            long number = one.checkpoint().body().number();
            bundle.records(name, one.piece());
            proofs.add(new InclusionProof(name, number, one.index(), one.path()));
            checkpoints.put(number, one.checkpoint());
        }
        bundle.proofs(proofs);
        checkpoints.values().forEach(bundle::checkpoint);
        ViolationId id = ViolationId.of(contents.violation().path("id").asText());
        return bundle.text(VerifyPage.NAME, VerifyPage.html()).signed(id, contents.madeAt(), vault::sign);
    }

    private static ObjectNode law(Contents contents) {
        ObjectNode violation = contents.violation();
        ObjectNode law = EvidenceJson.object();
        law.set("code", violation.path("code"));
        law.set("ruleVersion", violation.path("ruleVersion"));
        law.set("law", violation.path("law"));
        QuotedLaw.write(law.putArray("articles"), contents.known().law());
        return law;
    }

    private static ObjectNode hours(Contents contents) {
        ZoneId zone = contents.zone();
        ObjectNode json = EvidenceJson.object()
                .put("timeZone", zone.getId())
                .put("from", Rfc3339.format(contents.span().from(), zone))
                .put("to", Rfc3339.format(contents.span().to(), zone));
        PermittedHours permitted = contents.hours().permitted();
        ArrayNode intervals = json.putArray("permitted");
        permitted
                .intervals()
                .forEach(interval -> intervals
                        .addObject()
                        .put("opens", Rfc3339.format(interval.from(), zone))
                        .put("closes", Rfc3339.format(interval.to(), zone)));
        Interval leftOut = permitted.leftOut();
        if (leftOut != null) {
            json.putObject("leftOut")
                    .put("from", Rfc3339.format(leftOut.from(), zone))
                    .put("to", Rfc3339.format(leftOut.to(), zone));
        }
        decisions(json.putArray("schedules"), contents.hours().schedules());
        decisions(json.putArray("orders"), contents.hours().orders());
        decisions(json.putArray("suspensions"), contents.hours().suspensions());
        return json;
    }

    private static void decisions(ArrayNode json, List<Decision> decisions) {
        decisions.forEach(decision -> {
            ObjectNode one = EvidenceJson.object(decision.what().toBuffer().getBytes());
            one.put("area", decision.area()).put("document", decision.document());
            json.add(one);
        });
    }

    private static ObjectNode cafe(Contents contents) {
        Cafe cafe = contents.cafe();
        ObjectNode json = EvidenceJson.object();
        json.set("placeCode", contents.violation().path("placeCode"));
        json.put("name", cafe.name())
                .put("licence", cafe.licence())
                .put(
                        "licenceValidUntil",
                        cafe.licenceValidUntil() == null
                                ? null
                                : cafe.licenceValidUntil().toString())
                .put("address", cafe.address())
                .put("terminals", cafe.terminals());
        ArrayNode staff = json.putArray("staffTerminals");
        cafe.staffTerminals().forEach(staff::add);
        json.putObject("confirmedBefore")
                .put("code", contents.violation().path("code").asText())
                .put("from", Rfc3339.format(contents.known().confirmedSince(), contents.zone()))
                .put("to", contents.madeAt())
                .put("count", contents.known().confirmed());
        json.set("agent", agent(contents));
        return json;
    }

    private static ObjectNode photographs(Contents contents) {
        ObjectNode json = EvidenceJson.object();
        ArrayNode list = json.putArray("photographs");
        contents.photographs().forEach(one -> {
            PhotographLink link = one.link();
            list.addObject()
                    .put("inspection", link.inspection().toString())
                    .put("file", link.file().toString())
                    .put("photo", link.photo())
                    .put("type", link.type())
                    .put("bytes", link.bytes())
                    .put("sealedHash", HexFormat.of().formatHex(link.sealedHash()))
                    .put("authority", one.authority().wire())
                    .put("number", link.number())
                    .put("chain", HexFormat.of().formatHex(one.chain()));
        });
        return json;
    }

    private static JsonNode agent(Contents contents) {
        Aside.Greeted hello = contents.known().hello();
        return hello == null
                ? NullNode.getInstance()
                : EvidenceJson.object()
                        .put("program", hello.agent())
                        .put("stream", hello.stream().toString())
                        .put("terminals", hello.terminals())
                        .put("at", Rfc3339.format(hello.at(), contents.zone()))
                        .put("clockAheadMillis", clockAheadMillis(hello));
    }

    /** Negative if the agent's clock is behind. */
    static long clockAheadMillis(Aside.Greeted hello) {
        return Duration.between(hello.at(), hello.said()).toMillis();
    }
}
