package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.ALL;
import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.DAY;
import static lingdian.office.api.ReaderFixture.HOLD;
import static lingdian.office.api.ReaderFixture.INSPECTION;
import static lingdian.office.api.ReaderFixture.REGION;
import static lingdian.office.api.StoreRead.read;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.RowKind;
import lingdian.law.returns.TargetKind;
import lingdian.office.complaint.ComplaintQuery;
import lingdian.office.complaint.ComplaintStore;
import lingdian.office.complaint.ComplaintTextStore;
import lingdian.office.figures.TrendKind;
import lingdian.office.figures.TrendQuery;
import lingdian.office.figures.TrendStore;
import lingdian.office.message.SentMessageStore;
import lingdian.office.returns.ReturnQuery;
import lingdian.office.returns.ReturnRowStore;
import lingdian.office.returns.ReturnSubmissionStore;
import lingdian.office.returns.TargetStore;
import lingdian.office.roster.RosterStore;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.SealedTexts;

/** Reads of what else an office does: its complaints, messages, returns, figures and rosters. */
final class OfficeReads {
    private static final ReturnQuery RETURN = ReturnQuery.of(
            Authority.PUBLIC_SECURITY,
            RegionCode.COUNTRY,
            new ReturnPeriod("2026", ReturnPeriod.Kind.YEAR, LocalDate.of(2000, 1, 1), LocalDate.of(2100, 12, 31)));
    private static final ReturnRowStore.Wanted CAFES_OF_RETURN = new ReturnRowStore.Wanted(RowKind.CAFES, false, null);
    private static final TrendQuery ANY_TREND =
            new TrendQuery(false, TrendQuery.Level.COUNTY, DAY, DAY, RegionCode.COUNTRY, null, null);
    private static final ComplaintQuery ANY_COMPLAINT = new ComplaintQuery(ALL, "all", DAY, null, null, null);

    private OfficeReads() {}

    static Map<String, StoreRead> of(RunningApi api) {
        var texts = new SealedTexts(api.vault);
        var trends = new TrendStore();
        var returns = new ReturnRowStore();
        var submissions = new ReturnSubmissionStore();
        var targets = new TargetStore();
        var complaints = new ComplaintStore();
        var complaintTexts = new ComplaintTextStore(api.vertx, api.vault);
        var messages = new SentMessageStore(texts);
        return Map.ofEntries(
                read(
                        "lingdian.office.figures.TrendStore.rows",
                        client -> Future.all(Arrays.stream(TrendKind.values())
                                        .map(kind -> trends.rows(client, kind, ANY_TREND, 10))
                                        .toList())
                                .map(all -> all.<JsonArray>list().stream()
                                        .map(rows -> (long) rows.size())
                                        .distinct()
                                        .reduce((one, other) -> -1L) // each kind must show as many
                                        .orElseThrow())),
                read(
                        "lingdian.office.figures.TrendStore.count",
                        client -> trends.count(client, TrendKind.PREMISES, ANY_TREND)),
                read("lingdian.office.returns.ReturnRowStore.tallies", client -> returns.tallies(client, RETURN)),
                read(
                        "lingdian.office.returns.ReturnRowStore.count",
                        client -> returns.count(client, RETURN, CAFES_OF_RETURN)),
                read(
                        "lingdian.office.returns.ReturnRowStore.list",
                        client -> returns.list(client, RETURN, CAFES_OF_RETURN, null, 10)),
                read(
                        "lingdian.office.returns.ReturnSubmissionStore.newest",
                        client -> submissions.newest(
                                client, Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, List.of("2026-07"))),
                read(
                        "lingdian.office.returns.ReturnSubmissionStore.versions",
                        client -> submissions.versions(client, Authority.PUBLIC_SECURITY, REGION, "2026-07")),
                read(
                        "lingdian.office.returns.TargetStore.inForce",
                        client -> targets.inForce(
                                client, Authority.PUBLIC_SECURITY, List.of(REGION), LocalDate.of(2100, 1, 1))),
                read(
                        "lingdian.office.returns.TargetStore.progress",
                        client -> targets.progress(client, RETURN, TargetKind.INSPECTED)),
                read("lingdian.office.complaint.ComplaintStore.one", client -> complaints.one(client, ALL, HOLD)),
                read("lingdian.office.complaint.ComplaintStore.left", client -> complaints.left(client, INSPECTION)),
                read(
                        "lingdian.office.complaint.ComplaintStore.list",
                        client -> complaints.list(client, ANY_COMPLAINT, null, 10)),
                read(
                        "lingdian.office.complaint.ComplaintStore.count",
                        client -> complaints.count(client, ANY_COMPLAINT)),
                read(
                        "lingdian.office.complaint.ComplaintStore.tally",
                        client -> complaints.tally(client, ALL, DAY.minusYears(20), DAY.plusYears(20), Instant.EPOCH)),
                read(
                        "lingdian.office.complaint.ComplaintTextStore.texts",
                        client -> complaintTexts.texts(client, HOLD)),
                read(
                        "lingdian.office.complaint.ComplaintTextStore.reporter",
                        client -> complaintTexts.reporter(client, HOLD)),
                read(
                        "lingdian.office.complaint.ComplaintTextStore.history",
                        client -> complaintTexts.history(client, HOLD)),
                read(
                        "lingdian.office.message.SentMessageStore.ofRegion",
                        client -> messages.ofRegion(client, ALL, RegionCode.COUNTRY, RunningApi.NOW, null, 10)),
                read(
                        "lingdian.office.message.SentMessageStore.ofCafe",
                        client -> messages.ofCafe(client, ALL, CAFE, RunningApi.NOW, null, 10)),
                read(
                        "lingdian.office.message.SentMessageStore.cafes",
                        client -> messages.cafes(client, HOLD, null, RunningApi.NOW, null, 10)),
                read(
                        "lingdian.office.roster.RosterStore.find",
                        client -> new RosterStore(texts).find(client, REGION, Authority.PUBLIC_SECURITY)));
    }
}
