package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.ALL;
import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.DAY;
import static lingdian.office.api.ReaderFixture.ORDER;
import static lingdian.office.api.StoreRead.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.law.hours.Area;
import lingdian.office.cafe.CafeChangeStore;
import lingdian.office.cafe.CafeQuery;
import lingdian.office.cafe.CafeReportStore;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.HistoryStore;
import lingdian.office.cafe.MaintenanceStore;
import lingdian.office.cafe.SafetyStore;
import lingdian.office.cafe.TallyStore;
import lingdian.office.certificate.CertificateStore;
import lingdian.platform.http.Problem;
import lingdian.record.hours.GrantStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.SealedTexts;

/** Reads of cafés: what is known of them, their hours and their monthly certificates. */
final class CafeReads {
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-07-10");

    private CafeReads() {}

    static Map<String, StoreRead> of(RunningApi api) {
        var reports = new CafeReportStore();
        var tallies = new TallyStore();
        var cafes = new CafeStore(api.pool, () -> RunningApi.NOW);
        var history = new HistoryStore();
        var certificates = new CertificateStore();
        return Map.ofEntries(
                read(
                        "lingdian.office.cafe.CafeChangeStore.newest",
                        client -> new CafeChangeStore()
                                .newest(client, new RecentChanges.Part(Instant.EPOCH, Long.MAX_VALUE, 10), null, null)),
                read(
                        "lingdian.office.cafe.CafeReportStore.list",
                        client -> reports.list(client, ALL, CafeQuery.ALL, Instant.EPOCH, 10)
                                .map(page -> page.items())),
                read(
                        "lingdian.office.cafe.CafeReportStore.counties",
                        client -> reports.counties(client, ALL, Authority.CULTURE)),
                read(
                        "lingdian.office.cafe.CafeReportStore.configured",
                        client -> reports.configured(client, CafeReportStore.Filter.ALL, 10)),
                read(
                        "lingdian.office.cafe.CafeReportStore.conditioned",
                        client -> reports.conditioned(
                                client, CafeReportStore.Filter.ALL, null, RunningApi.NOW, null, 10)),
                read("lingdian.office.cafe.CafeReportStore.one", client -> reports.one(client, ALL, CAFE, TODAY)),
                read(
                        "lingdian.office.cafe.CafeReportStore.count",
                        client -> reports.count(client, ALL, CafeQuery.ALL, RunningApi.NOW)),
                read(
                        "lingdian.office.cafe.CafeReportStore.countConfigured",
                        client -> reports.countConfigured(client, CafeReportStore.Filter.ALL, null, RunningApi.NOW)),
                read(
                        "lingdian.office.cafe.TallyStore.now",
                        client -> tallies.now(client, ALL, null, null)
                                .map(tally -> Collections.nCopies((int) tally.cafes(), "a café"))),
                read("lingdian.office.cafe.CafeStore.place", client -> cafes.place(client, CAFE)),
                read(
                        "lingdian.office.cafe.CafeStore.known",
                        client -> cafes.known(client, CAFE).map(Optional::of).recover(refused -> {
                            assertThat(refused)
                                    .isInstanceOf(Problem.Thrown.class)
                                    .hasMessageContaining("nothing here");
                            return Future.succeededFuture(Optional.empty());
                        })),
                read("lingdian.office.cafe.CafeStore.regions", client -> cafes.regions(client, List.of(CAFE))),
                read("lingdian.office.certificate.CertificateStore.cafe", client -> certificates.cafe(client, CAFE)),
                read(
                        "lingdian.office.certificate.CertificateStore.found",
                        client -> certificates.found(client, ALL, CAFE, Instant.EPOCH, FAR, ChinaTime.ZONE, 10)),
                read(
                        "lingdian.office.certificate.CertificateStore.counts",
                        client -> certificates
                                .counts(client, ALL, CAFE, Instant.EPOCH, FAR)
                                .map(counts -> List.copyOf(counts.keySet()))),
                read(
                        "lingdian.office.certificate.CertificateStore.heard",
                        client -> certificates
                                .heard(client, CAFE, YearMonth.of(2026, 7))
                                .map(heard -> List.copyOf(heard.keySet()))),
                read(
                        "lingdian.office.cafe.MaintenanceStore.of",
                        client -> new MaintenanceStore().of(client, CAFE, null, 10)),
                read(
                        "lingdian.office.cafe.HistoryStore.heard",
                        client -> history.heard(client, CAFE, DAY, DAY).map(JsonArray::getList)),
                read(
                        "lingdian.office.cafe.HistoryStore.months",
                        client -> history.months(
                                        client,
                                        CAFE,
                                        YearMonth.from(DAY),
                                        YearMonth.from(DAY).plusMonths(1))
                                .map(JsonArray::getList)),
                read(
                        "lingdian.office.cafe.HistoryStore.confirmed",
                        client -> history.confirmed(client, CAFE, Instant.EPOCH).map(JsonArray::getList)),
                read(
                        "lingdian.office.cafe.SafetyStore.of",
                        client -> new SafetyStore(new SealedTexts(api.vault)).of(client, CAFE)),
                read(
                        "lingdian.record.hours.GrantStore.of",
                        client -> new GrantStore()
                                .of(client, new Area.Cafe(CAFE))
                                .map(granted -> Stream.of(List.of(
                                                granted.schedules(),
                                                granted.orders(),
                                                granted.suspensions(),
                                                granted.closures()))
                                        .filter(all -> all.stream().anyMatch(one -> !one.isEmpty()))
                                        .toList())),
                read("lingdian.record.hours.HoursStore.load", client -> new HoursStore().load(client, List.of(CAFE))),
                read(
                        "lingdian.record.hours.HoursChangeStore.areaOf",
                        client -> new HoursChangeStore(UUID::randomUUID).areaOf(client, ORDER)));
    }
}
