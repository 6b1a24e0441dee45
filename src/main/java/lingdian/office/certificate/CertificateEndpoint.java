package lingdian.office.certificate;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.region.Scope;
import lingdian.law.judge.Code;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.CafeStore.Place;
import lingdian.office.certificate.CertificateStore.Licensee;
import lingdian.office.document.CompetentOffices;
import lingdian.office.document.OfficeStore;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.Certificate;
import lingdian.record.release.ReleaseStore;
import org.jspecify.annotations.Nullable;

/** {@code GET /cafes/{placeCode}/certificates/{month}}: what was and was not found in a month that is over, signed. */
final class CertificateEndpoint {
    /** Findings are kept for a year at least: of an earlier month it could not be said that nothing was found. */
    private static final int MONTHS_BACK = 12;

    private static final int FOUND_MAX = 1_000;

    private final OfficeContext office;
    private final CafeStore cafes;
    private final ReleaseStore releases;
    private final CertificateStore store = new CertificateStore();
    private final OfficeStore offices = new OfficeStore();
    private final @Nullable String service;

    CertificateEndpoint(OfficeContext office, CafeStore cafes, ReleaseStore releases, @Nullable String service) {
        this.service = service;
        this.office = office;
        this.cafes = cafes;
        this.releases = releases;
    }

    /** A month of a café's local time. */
    private record Span(YearMonth month, ZoneId zone) {
        Instant from() {
            return month.atDay(1).atStartOfDay(zone).toInstant();
        }

        Instant to() {
            return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        }
    }

    public Future<Reply> get(AuthorisedCall call) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> cafes.known(client, call.placeCode())
                                .compose(place ->
                                        certificate(client, call.scope(), place, span(call, place.timeZone()))))
                .compose(certificate -> office.changes()
                        .before(call.done(Action.MAKE_CERTIFICATE)
                                .on(Subject.of(call.placeCode()))
                                .with("month", call.path("month"))
                                .with("findings", certificate.getInteger("count")))
                        .map(certificate))
                .compose(certificate -> "html".equals(call.query("format"))
                        ? Future.succeededFuture(
                                Reply.page(new CertificatePage(certificate).screen(), CertificatePage.POLICY))
                        : signed(call, certificate));
    }

    private Future<Reply> signed(AuthorisedCall call, JsonObject certificate) {
        return office.vertx()
                .executeBlocking(
                        () -> Certificate.zip(office.vault(), certificate, new CertificatePage(certificate).html()),
                        false)
                .map(Objects::requireNonNull)
                .map(zip -> Reply.download(
                        "application/zip", "certificate-" + call.placeCode() + "-" + call.path("month") + ".zip", zip));
    }

    private Span span(AuthorisedCall call, ZoneId zone) {
        YearMonth present = YearMonth.from(office.clock().instant().atZone(zone));
        try {
            YearMonth month = YearMonth.parse(call.path("month"));
            if (month.isBefore(present) && !month.isBefore(present.minusMonths(MONTHS_BACK))) {
                return new Span(month, zone);
            }
        } catch (DateTimeException unreal) {
            // refused below
        }
        throw Refused.parameter("month", "expected a month that is over, one of the last " + MONTHS_BACK);
    }

    private Future<JsonObject> certificate(SqlClient client, Scope scope, Place place, Span span) {
        var cafe = store.cafe(client, place.placeCode());
        var found = store.found(client, scope, place.placeCode(), span.from(), span.to(), span.zone(), FOUND_MAX);
        var counts = store.counts(client, scope, place.placeCode(), span.from(), span.to());
        var heard = store.heard(client, place.placeCode(), span.month());
        var rules = rules(place, scope, span);
        var competent = offices.contacts(office.pool(), place.region());
        return Future.all(List.of(cafe, found, counts, heard, rules, competent))
                .map(all -> json(
                        place,
                        scope,
                        span,
                        cafe.result().orElseThrow(Refused::unknown),
                        found.result(),
                        counts.result(),
                        Coverage.of(span.month(), heard.result()),
                        rules.result(),
                        competent.result()));
    }

    /** The rules are the same for all, and read by the service. */
    private Future<CertifiedRules> rules(Place place, Scope scope, Span span) {
        return releases.after(office.pool(), 0)
                .map(all -> CertifiedRules.of(
                        all.stream().map(ReleaseStore.NumberedRelease::release).toList(),
                        span.from(),
                        span.to(),
                        place.region(),
                        scope.authority()));
    }

    private JsonObject json(
            Place place,
            Scope scope,
            Span span,
            Licensee cafe,
            List<JsonObject> found,
            Map<String, Long> counts,
            Coverage coverage,
            CertifiedRules rules,
            CompetentOffices competent) {
        List<String> notFound = new ArrayList<>();
        List<String> notLookedFor = new ArrayList<>();
        for (Code code : Code.values()) {
            if (!counts.containsKey(code.name())) {
                (rules.lookedFor().contains(code) ? notFound : notLookedFor).add(code.name());
            }
        }
        return new JsonObject()
                .put("placeCode", place.placeCode().value())
                .put("name", cafe.name())
                .put("licence", cafe.licence())
                .put("licenceValidUntil", Objects.toString(cafe.validUntil(), null))
                .put("month", span.month().toString())
                .put("madeAt", Rfc3339.format(office.clock().instant(), span.zone()))
                .put("for", audience(scope))
                .put("issuer", issuer(competent))
                .put("rules", new JsonArray(rules.versions()))
                .put("coverage", coverage.json(span.zone()))
                .put("count", counts.values().stream().mapToInt(Long::intValue).sum())
                .put("counts", new JsonObject(new TreeMap<String, Object>(counts)))
                .put("found", new JsonArray(found))
                .put("notFound", new JsonArray(notFound))
                .put("notLookedFor", new JsonArray(notLookedFor));
    }

    /** A machine issues it: whom to ask about it are the offices that are competent for the café. */
    private JsonObject issuer(CompetentOffices competent) {
        return new JsonObject()
                .put("service", service)
                .put("key", office.vault().publicKey().fingerprint())
                .put("offices", competent.json());
    }

    private static String audience(Scope scope) {
        Authority authority = scope.authority();
        return authority == null ? "operator" : authority.wire();
    }
}
