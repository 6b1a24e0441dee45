package lingdian.office.api;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.access.account.RowScope;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.Document;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.region.Scope;
import lingdian.feed.notification.NoticeStore;
import lingdian.feed.notification.ReminderStore;
import lingdian.feed.notification.ReminderStore.DueCases;
import lingdian.law.hours.Area;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.RowKind;
import lingdian.law.returns.TargetKind;
import lingdian.office.approval.ApprovalStore;
import lingdian.office.cafe.CafeQuery;
import lingdian.office.cafe.CafeReportStore;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.HistoryStore;
import lingdian.office.cafe.MaintenanceStore;
import lingdian.office.cafe.SafetyStore;
import lingdian.office.cafe.TallyStore;
import lingdian.office.campaign.CampaignStore;
import lingdian.office.certificate.CertificateStore;
import lingdian.office.complaint.ComplaintQuery;
import lingdian.office.complaint.ComplaintStore;
import lingdian.office.complaint.ComplaintTextStore;
import lingdian.office.disclosure.LegalHoldStore;
import lingdian.office.disclosure.RecordExportStore;
import lingdian.office.disclosure.RecordRequest;
import lingdian.office.disclosure.RecordRequestStore;
import lingdian.office.disclosure.Unmasking;
import lingdian.office.disclosure.UnmaskingStore;
import lingdian.office.document.DocumentReads;
import lingdian.office.figures.TrendKind;
import lingdian.office.figures.TrendQuery;
import lingdian.office.figures.TrendStore;
import lingdian.office.inspection.DrawStore;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PlanStore;
import lingdian.office.inspection.SiteRecordStore;
import lingdian.office.message.SentMessageStore;
import lingdian.office.returns.ReturnQuery;
import lingdian.office.returns.ReturnRowStore;
import lingdian.office.returns.ReturnSubmissionStore;
import lingdian.office.returns.TargetStore;
import lingdian.office.roster.RosterStore;
import lingdian.office.rules.RuleSetLog;
import lingdian.office.violation.CaseStore;
import lingdian.office.violation.ObjectionAnswerStore;
import lingdian.office.violation.ObjectionStore;
import lingdian.office.violation.ViolationStore;
import lingdian.office.violation.ViolationStore.Filter;
import lingdian.platform.Databases;
import lingdian.platform.Problem;
import lingdian.platform.ReaderPool;
import lingdian.record.evidence.RecordHash;
import lingdian.record.hours.GrantStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.ProgramClasses;
import lingdian.testing.RunningApi;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedStore;
import lingdian.vault.seal.SealedTextStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each store that reads for a reader, asked for everything with no condition of its own: with no scope, or that of a
 * foreign region, café or authority, nothing comes back.
 *
 * <p>A store that is not listed here fails the test: say in {@link #READS} how each of its methods is tried, or in
 * {@link #NO_READER} why none of them answers a reader.
 */
class ReaderScopesIT {
    private static final String CAFE = "36048110000001";
    private static final RegionCode REGION = new RegionCode("360481");
    private static final UUID VIOLATION = new UUID(1, 1);
    private static final UUID ORDER = new UUID(2, 2);
    private static final UUID STREAM = new UUID(3, 3);
    private static final UUID UNMASKING = new UUID(4, 4);
    private static final UUID REQUEST = new UUID(5, 5);
    private static final UUID HOLD = new UUID(6, 6);
    private static final Unmasking.TextRef TEXT = new Unmasking.TextRef(STREAM, 2);
    private static final UUID OBJECTION = new UUID(5, 5);
    private static final UUID FILE = new UUID(6, 6);
    private static final UUID INSPECTION = new UUID(7, 7);
    private static final UUID CAMPAIGN = new UUID(8, 8);
    /** The reader of a store that forgets its reader's scope: every region, and the authority of the row. */
    private static final Account EVERYONE =
            account(Role.REGULATOR, Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, null);

    private static final InspectionStore.Filter ANY_INSPECTION =
            new InspectionStore.Filter(null, null, null, null, null, null);
    private static final LocalDate DAY = LocalDate.of(2026, 7, 1);
    private static final TrendQuery ANY_TREND =
            new TrendQuery(false, TrendQuery.Level.COUNTY, DAY, DAY, RegionCode.COUNTRY, null, null);
    private static final SealedTextStore.Shelf SHELF = new SealedTextStore.Shelf(CAFE, DAY, DAY);
    private static final LoginRef LOGIN = new LoginRef(1, 1, DAY);
    private static final Document DOCUMENT = new Document("990", "P-0001", "某某", null, "1990-01-01", ReadMethod.MANUAL);
    /** The scope that a store without its reader's scope is given. */
    private static final Scope POLICE = new Scope(Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, Set.of());

    private static final Scope ALL = new Scope(null, RegionCode.COUNTRY, Set.of());
    private static final ReturnQuery RETURN = ReturnQuery.of(
            Authority.PUBLIC_SECURITY,
            RegionCode.COUNTRY,
            new ReturnPeriod("2026", ReturnPeriod.Kind.YEAR, LocalDate.of(2000, 1, 1), LocalDate.of(2100, 12, 31)));

    private static final ReturnRowStore.Wanted CAFES_OF_RETURN = new ReturnRowStore.Wanted(RowKind.CAFES, false, null);

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-07-10");
    private static final Filter UNFILTERED = new Filter(null, null, null, null, null, null, null, null, null);

    /** How a method is called; returns the rows that it finds. */
    private interface Reading extends Function<SqlClient, Future<?>> {}

    /** Every method that reads for a reader, by store and name. */
    private static final Map<String, Reading> READS = new TreeMap<>(Map.ofEntries(
            read(
                    "lingdian.office.cafe.CafeReportStore.list",
                    client -> new CafeReportStore()
                            .list(client, ALL, CafeQuery.ALL, Instant.EPOCH, 10)
                            .map(page -> page.items())),
            read(
                    "lingdian.office.cafe.CafeReportStore.counties",
                    client -> new CafeReportStore().counties(client, ALL, Authority.CULTURE)),
            read(
                    "lingdian.office.cafe.CafeReportStore.configured",
                    client -> new CafeReportStore().configured(client, CafeReportStore.Filter.ALL, 10)),
            read(
                    "lingdian.office.cafe.CafeReportStore.conditioned",
                    client -> new CafeReportStore()
                            .conditioned(client, CafeReportStore.Filter.ALL, null, RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.cafe.CafeReportStore.one",
                    client -> new CafeReportStore().one(client, ALL, new PlaceCode(CAFE), TODAY)),
            read(
                    "lingdian.office.cafe.CafeReportStore.count",
                    client -> new CafeReportStore().count(client, ALL, CafeQuery.ALL, RunningApi.NOW)),
            read(
                    "lingdian.office.cafe.CafeReportStore.countConfigured",
                    client -> new CafeReportStore()
                            .countConfigured(client, CafeReportStore.Filter.ALL, null, RunningApi.NOW)),
            read(
                    "lingdian.office.cafe.TallyStore.now",
                    client -> new TallyStore()
                            .now(client, ALL, null, null)
                            .map(tally -> Collections.nCopies((int) tally.cafes(), "a café"))),
            read("lingdian.office.cafe.CafeStore.place", client -> cafes().place(client, new PlaceCode(CAFE))),
            read(
                    "lingdian.office.cafe.CafeStore.known",
                    client -> cafes().known(client, new PlaceCode(CAFE))
                            .map(Optional::of)
                            .recover(refused -> {
                                assertThat(refused)
                                        .isInstanceOf(Problem.Thrown.class)
                                        .hasMessageContaining("nothing here");
                                return Future.succeededFuture(Optional.empty());
                            })),
            read(
                    "lingdian.office.cafe.CafeStore.regions",
                    client -> cafes().regions(client, List.of(new PlaceCode(CAFE)))),
            read(
                    "lingdian.office.violation.ViolationStore.list",
                    client -> new ViolationStore()
                            .list(client, ALL, UNFILTERED, null, 10)
                            .map(page -> page.items())),
            read(
                    "lingdian.office.violation.ViolationStore.one",
                    client -> new ViolationStore().one(client, ALL, new ViolationId(VIOLATION))),
            read(
                    "lingdian.office.violation.ViolationStore.count",
                    client -> new ViolationStore().count(client, ALL, UNFILTERED)),
            read(
                    "lingdian.office.violation.CaseStore.entries",
                    client -> new CaseStore(api().pool, texts(), inspections(), releases(), api().log, Duration.ZERO)
                            .entries(client, new ViolationId(VIOLATION), new PlaceCode(CAFE))),
            read(
                    "lingdian.office.violation.ObjectionStore.of",
                    client -> objections().of(client, new ViolationId(VIOLATION))),
            read(
                    "lingdian.office.violation.ObjectionStore.file",
                    client -> objections().file(client, new ViolationId(VIOLATION), FILE)),
            read(
                    "lingdian.office.violation.ObjectionAnswerStore.of",
                    client -> new ObjectionAnswerStore(api().pool, texts(), api().log).of(client, List.of(OBJECTION))),
            read(
                    "lingdian.office.api.AttachmentStore.of",
                    client -> attachments().of(client, List.of(OBJECTION))),
            read(
                    "lingdian.office.api.AttachmentStore.find",
                    client -> attachments().find(client, FILE)),
            read(
                    "lingdian.office.api.AttachmentStore.open",
                    client -> attachments().open(client, FILE)),
            read(
                    "lingdian.office.inspection.InspectionStore.find",
                    client -> inspections().find(client, EVERYONE, new InspectionId(INSPECTION))),
            read(
                    "lingdian.office.inspection.InspectionStore.list",
                    client -> inspections()
                            .list(client, EVERYONE, ANY_INSPECTION, null, 10)
                            .map(page -> page.items())),
            read(
                    "lingdian.office.inspection.InspectionStore.count",
                    client -> inspections().count(client, EVERYONE, ANY_INSPECTION)),
            read(
                    "lingdian.office.inspection.InspectionStore.corrections",
                    client -> inspections().corrections(client, new InspectionId(INSPECTION))),
            read(
                    "lingdian.office.inspection.SiteRecordStore.of",
                    client -> records().of(client, new InspectionId(INSPECTION))),
            read(
                    "lingdian.office.inspection.SiteRecordStore.find",
                    client -> records().find(client, new InspectionId(INSPECTION), new PlaceCode(CAFE))),
            read(
                    "lingdian.office.inspection.InspectionStore.cases",
                    client -> inspections().cases(client, new InspectionId(INSPECTION))),
            read(
                    "lingdian.office.inspection.InspectionStore.inspectedSince",
                    client -> inspections().inspectedSince(client, Instant.EPOCH)),
            read(
                    "lingdian.office.inspection.DrawStore.pool",
                    client -> draws().pool(client, RegionCode.COUNTRY, Instant.EPOCH)),
            read("lingdian.office.inspection.DrawStore.find", client -> draws().find(client, EVERYONE, INSPECTION)),
            read(
                    "lingdian.office.inspection.DrawStore.list",
                    client -> draws().list(client, EVERYONE, null, 10).map(page -> page.items())),
            read("lingdian.office.document.DocumentStore.of", client -> DocumentReads.of(client, INSPECTION)),
            read("lingdian.office.document.DocumentStore.listed", client -> DocumentReads.listed(client, INSPECTION)),
            read("lingdian.office.document.DocumentStore.find", client -> DocumentReads.document(client, INSPECTION)),
            read("lingdian.office.document.DocumentStore.content", client -> DocumentReads.content(client, INSPECTION)),
            read("lingdian.office.document.DocumentStore.page", client -> DocumentReads.page(client, INSPECTION)),
            read("lingdian.office.document.OfficeStore.find", client -> DocumentReads.office(client, REGION)),
            read(
                    "lingdian.office.figures.TrendStore.rows",
                    client -> Future.all(Arrays.stream(TrendKind.values())
                                    .map(kind -> new TrendStore().rows(client, kind, ANY_TREND, 10))
                                    .toList())
                            .map(all -> all.<JsonArray>list().stream()
                                    .map(rows -> (long) rows.size())
                                    .distinct()
                                    .reduce((one, other) -> -1L) // each kind must show as many
                                    .orElseThrow())),
            read(
                    "lingdian.office.figures.TrendStore.count",
                    client -> new TrendStore().count(client, TrendKind.PREMISES, ANY_TREND)),
            read(
                    "lingdian.office.inspection.PlanStore.busy",
                    client -> new PlanStore().busy(client, ALL, null, List.of(), Instant.EPOCH)),
            read(
                    "lingdian.office.inspection.PlanStore.inspected",
                    client -> new PlanStore().inspected(client, EVERYONE, List.of(new PlaceCode(CAFE)), Instant.EPOCH)),
            read(
                    "lingdian.office.campaign.CampaignStore.find",
                    client -> new CampaignStore().find(client, EVERYONE, new CampaignId(CAMPAIGN))),
            read(
                    "lingdian.office.campaign.CampaignStore.list",
                    client ->
                            new CampaignStore().list(client, EVERYONE, null, 10).map(page -> page.items())),
            read(
                    "lingdian.office.campaign.CampaignStore.entries",
                    client -> new CampaignStore().entries(client, new CampaignId(CAMPAIGN))),
            read(
                    "lingdian.office.campaign.CampaignStore.participants",
                    client -> new CampaignStore().participants(client, new CampaignId(CAMPAIGN))),
            read(
                    "lingdian.office.campaign.CampaignStore.counties",
                    client -> new CampaignStore().counties(client, RegionCode.COUNTRY)),
            read(
                    "lingdian.office.campaign.CampaignStore.confirmed",
                    client -> new CampaignStore().confirmed(client, List.of(new InspectionId(INSPECTION)))),
            read(
                    "lingdian.office.disclosure.UnmaskingStore.target",
                    client -> unmaskings().target(client, ALL, new ViolationId(VIOLATION), RunningApi.NOW)),
            read(
                    "lingdian.office.disclosure.UnmaskingStore.localDay",
                    client -> unmaskings().localDay(client, LOGIN)),
            read(
                    "lingdian.office.disclosure.UnmaskingStore.proving",
                    client -> unmaskings().proving(client, new ViolationId(VIOLATION), TEXT)),
            read(
                    "lingdian.office.disclosure.UnmaskingStore.one",
                    client -> unmaskings().one(client, ALL, UNMASKING)),
            read(
                    "lingdian.office.disclosure.UnmaskingStore.list",
                    client -> unmaskings()
                            .list(client, ALL, new UnmaskingStore.Filter(null, null), RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.disclosure.RecordRequestStore.one",
                    client -> new RecordRequestStore(api().vault).one(client, ALL, REQUEST)),
            read(
                    "lingdian.office.disclosure.RecordRequestStore.list",
                    client -> new RecordRequestStore(api().vault).list(client, ALL, null, RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.disclosure.RecordExportStore.events",
                    client -> new RecordExportStore().events(client, request(), 1, 0)),
            read(
                    "lingdian.office.disclosure.RecordExportStore.streams",
                    client -> new RecordExportStore().streams(client, new PlaceCode(CAFE))),
            read(
                    "lingdian.office.disclosure.LegalHoldStore.one",
                    client -> new LegalHoldStore(api().vault).one(client, ALL, HOLD)),
            read(
                    "lingdian.office.disclosure.LegalHoldStore.list",
                    client -> new LegalHoldStore(api().vault).list(client, ALL, null, null, 10)),
            read(
                    "lingdian.office.returns.ReturnRowStore.tallies",
                    client -> new ReturnRowStore().tallies(client, RETURN)),
            read(
                    "lingdian.office.returns.ReturnRowStore.count",
                    client -> new ReturnRowStore().count(client, RETURN, CAFES_OF_RETURN)),
            read(
                    "lingdian.office.returns.ReturnRowStore.list",
                    client -> new ReturnRowStore().list(client, RETURN, CAFES_OF_RETURN, null, 10)),
            read(
                    "lingdian.office.returns.ReturnSubmissionStore.newest",
                    client -> new ReturnSubmissionStore()
                            .newest(client, Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, List.of("2026-07"))),
            read(
                    "lingdian.office.returns.ReturnSubmissionStore.versions",
                    client ->
                            new ReturnSubmissionStore().versions(client, Authority.PUBLIC_SECURITY, REGION, "2026-07")),
            read(
                    "lingdian.office.returns.TargetStore.inForce",
                    client -> new TargetStore()
                            .inForce(client, Authority.PUBLIC_SECURITY, List.of(REGION), LocalDate.of(2100, 1, 1))),
            read(
                    "lingdian.office.returns.TargetStore.progress",
                    client -> new TargetStore().progress(client, RETURN, TargetKind.INSPECTED)),
            read("lingdian.office.complaint.ComplaintStore.one", client -> new ComplaintStore().one(client, ALL, HOLD)),
            read(
                    "lingdian.office.approval.ApprovalStore.requests",
                    client -> new ApprovalStore()
                            .requests(client, ALL, new AccountId(HOLD), Instant.EPOCH)
                            .map(counts -> counts.isEmpty() ? List.of() : List.of(counts))),
            read(
                    "lingdian.office.approval.ApprovalStore.objections",
                    client -> new ApprovalStore()
                            .objections(
                                    client, new Scope(Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, Set.of()), null)
                            .map(ApprovalStore.OpenObjections::items)),
            read(
                    "lingdian.office.complaint.ComplaintStore.list",
                    client -> new ComplaintStore().list(client, complaintQuery(), null, 10)),
            read(
                    "lingdian.office.complaint.ComplaintStore.count",
                    client -> new ComplaintStore().count(client, complaintQuery())),
            read(
                    "lingdian.office.complaint.ComplaintStore.tally",
                    client -> new ComplaintStore()
                            .tally(client, ALL, DAY.minusYears(20), DAY.plusYears(20), Instant.EPOCH)),
            read(
                    "lingdian.office.complaint.ComplaintTextStore.texts",
                    client -> new ComplaintTextStore(api().vault).texts(client, HOLD)),
            read(
                    "lingdian.office.complaint.ComplaintTextStore.reporter",
                    client -> new ComplaintTextStore(api().vault).reporter(client, HOLD)),
            read(
                    "lingdian.office.complaint.ComplaintTextStore.history",
                    client -> new ComplaintTextStore(api().vault).history(client, HOLD)),
            read(
                    "lingdian.office.message.SentMessageStore.ofRegion",
                    client -> new SentMessageStore(texts())
                            .ofRegion(client, ALL, RegionCode.COUNTRY, RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.message.SentMessageStore.ofCafe",
                    client -> new SentMessageStore(texts())
                            .ofCafe(client, ALL, new PlaceCode(CAFE), RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.message.SentMessageStore.cafes",
                    client -> new SentMessageStore(texts()).cafes(client, HOLD, null, RunningApi.NOW, null, 10)),
            read(
                    "lingdian.office.certificate.CertificateStore.cafe",
                    client -> new CertificateStore().cafe(client, new PlaceCode(CAFE))),
            read(
                    "lingdian.office.certificate.CertificateStore.found",
                    client -> new CertificateStore()
                            .found(client, ALL, new PlaceCode(CAFE), Instant.EPOCH, FAR, ChinaTime.ZONE, 10)),
            read(
                    "lingdian.office.certificate.CertificateStore.counts",
                    client -> new CertificateStore()
                            .counts(client, ALL, new PlaceCode(CAFE), Instant.EPOCH, FAR)
                            .map(counts -> List.copyOf(counts.keySet()))),
            read(
                    "lingdian.office.certificate.CertificateStore.heard",
                    client -> new CertificateStore()
                            .heard(client, new PlaceCode(CAFE), YearMonth.of(2026, 7))
                            .map(heard -> List.copyOf(heard.keySet()))),
            read(
                    "lingdian.office.roster.RosterStore.find",
                    client -> new RosterStore(texts()).find(client, REGION, Authority.PUBLIC_SECURITY)),
            read(
                    "lingdian.vault.seal.SealedTextStore.list",
                    client ->
                            new SealedTextStore(api().vault).list(client, SHELF, SealedTextStore.Place.BEGINNING, 10)),
            read(
                    "lingdian.vault.seal.SealedTextStore.open",
                    client -> new SealedTextStore(api().vault).open(client, SHELF, STREAM, 2)),
            read(
                    "lingdian.office.cafe.MaintenanceStore.of",
                    client -> new MaintenanceStore().of(client, new PlaceCode(CAFE), null, 10)),
            read(
                    "lingdian.office.cafe.HistoryStore.heard",
                    client -> new HistoryStore()
                            .heard(client, new PlaceCode(CAFE), DAY, DAY)
                            .map(JsonArray::getList)),
            read(
                    "lingdian.office.cafe.HistoryStore.months",
                    client -> new HistoryStore()
                            .months(
                                    client,
                                    new PlaceCode(CAFE),
                                    YearMonth.from(DAY),
                                    YearMonth.from(DAY).plusMonths(1))
                            .map(JsonArray::getList)),
            read(
                    "lingdian.office.cafe.HistoryStore.confirmed",
                    client -> new HistoryStore()
                            .confirmed(client, new PlaceCode(CAFE), Instant.EPOCH)
                            .map(JsonArray::getList)),
            read(
                    "lingdian.office.cafe.SafetyStore.of",
                    client -> new SafetyStore(texts()).of(client, new PlaceCode(CAFE))),
            read(
                    "lingdian.record.hours.GrantStore.of",
                    client -> new GrantStore()
                            .of(client, new Area.Cafe(new PlaceCode(CAFE)))
                            .map(granted -> Stream.of(List.of(
                                            granted.schedules(),
                                            granted.orders(),
                                            granted.suspensions(),
                                            granted.closures()))
                                    .filter(all -> all.stream().anyMatch(one -> !one.isEmpty()))
                                    .toList())),
            read(
                    "lingdian.record.hours.HoursStore.load",
                    client -> new HoursStore().load(client, List.of(new PlaceCode(CAFE)))),
            read(
                    "lingdian.record.hours.HoursChangeStore.areaOf",
                    client -> new HoursChangeStore(UUID::randomUUID).areaOf(client, ORDER)),
            read(
                    "lingdian.vault.seal.SealedStore.documents",
                    client -> new SealedStore(api().vault).documents(client, List.of(LOGIN))),
            read(
                    "lingdian.feed.notification.NoticeStore.changes",
                    client -> new NoticeStore().changes(client, ALL, List.of(1L))),
            read(
                    "lingdian.feed.notification.NoticeStore.caseChanges",
                    client -> new NoticeStore().caseChanges(client, ALL, List.of(1L))),
            read(
                    "lingdian.feed.notification.ReminderStore.due",
                    client -> new ReminderStore()
                            .due(client, POLICE, null, Instant.parse("9999-06-01T00:00:00Z"))
                            .map(DueCases::lines)),
            read(
                    "lingdian.vault.registry.RegistryStore.entry",
                    client -> new RegistryStore(api().vault)
                            .entry(
                                    client,
                                    api().vault.tokens(DOCUMENT.type(), DOCUMENT.number()),
                                    RegionCode.COUNTRY))));

    /** Stores, or methods of stores, that no reader's answer comes from. */
    private static final Map<String, String> NO_READER = Map.ofEntries(
            Map.entry("lingdian.access.account.ScopedStore", "it is what sets the scope"),
            Map.entry("lingdian.record.accesslog.AccessLogStore", "writes"),
            Map.entry("lingdian.office.api.CountStore", "counts by the conditions of other stores, which are tried"),
            Map.entry("lingdian.office.calendar.CalendarStore", "working days, for all readers alike, by the service"),
            Map.entry("lingdian.office.health.HealthStore", "nodes and standbys, for administrators, by the service"),
            Map.entry(
                    "lingdian.office.setup.SetupStore",
                    "what is missing in the configuration, for administrators alone: see AccountChangesIT"),
            Map.entry("lingdian.office.figures.NightlyFiguresStore", "of the nightly job: enters figures about cafés"),
            Map.entry("lingdian.office.figures.PeerFiguresStore", "of the nightly job: compares cafés"),
            Map.entry("lingdian.node.QuotaNoticeStore", "writes"),
            Map.entry(
                    "lingdian.office.audit.AccessPageStore",
                    "reads for the auditor alone: AccessLogIT tries the others"),
            Map.entry(
                    "lingdian.record.evidence.EvidenceStore",
                    "makes the bundle of a violation that the reader's scope showed, from more than it shows: whole"
                            + " chains"),
            Map.entry(
                    "lingdian.record.evidence.PhotographStore",
                    "chains photos of an inspection that the scope showed; names their hashes in such a violation's"
                            + " bundle"),
            Map.entry("lingdian.office.api.AttachmentStore.remove", "writes"),
            Map.entry(
                    "lingdian.office.audit.CafeNameStore",
                    "chooses among entries of the access log, and tells no café: see AccessLogIT"),
            Map.entry(
                    "lingdian.office.violation.TimelineStore",
                    "bars of a violation that the reader's scope showed, without seat or person, its own session"
                            + " marked: see InspectorsDayIT"),
            Map.entry(
                    "lingdian.office.violation.SharedLoginStore",
                    "seats of the evidence of a violation that the reader's scope showed: see ViolationsIT"),
            Map.entry(
                    "lingdian.record.accesslog.VerificationOfAccessStore",
                    "the command verify, which reads everything"),
            Map.entry("lingdian.command.GrafanaRoleStore", "of the command admin grafana, as the database's owner"),
            Map.entry("lingdian.command.KeyRemainsStore", "the command keys, which counts what a key made"),
            Map.entry("lingdian.vault.rekeying.SealedColumnStore", "seals anew, by the service"),
            Map.entry("lingdian.vault.seal.VaultDaysStore", "knows the keys of days, nothing of a café"),
            Map.entry("lingdian.office.figures.RegionNameStore", "enters names of regions, for dashboards"),
            Map.entry("lingdian.office.figures.FiguresStore", "counts figures, by the service"),
            Map.entry("lingdian.record.retention.RetentionStore", "drops days, by the service"),
            Map.entry("lingdian.record.retention.KeptEvidenceStore", "keeps what a drop would lose, by the service"),
            Map.entry("lingdian.access.signin.ProviderVisitStore", "leads to a sign-in, before there is a scope"),
            Map.entry(
                    "lingdian.record.evidence.KeptBundleStore",
                    "keeps the bundles of violations that a scope showed before"),
            Map.entry("lingdian.feed.export.ExportLockStore", "decides which node exports, by the service"),
            Map.entry("lingdian.feed.notification.OutboxFillStore", "writes the outbox, by the service"),
            Map.entry("lingdian.feed.notification.ReminderFillStore", "finds who is to be reminded, by the service"),
            Map.entry("lingdian.feed.notification.OutboxStore", "sends the outbox, by the service"),
            Map.entry(
                    "lingdian.feed.notification.SettingStore", "reads an account's own by its id: see NotificationsIT"),
            Map.entry(
                    "lingdian.feed.notification.DeliveryStore",
                    "reads an account's own by its id: see NotificationsIT"),
            Map.entry("lingdian.access.signin.PasskeyStore", "finds out who signs in, before there is a scope"),
            Map.entry("lingdian.access.signin.KnownDeviceStore", "known devices, before there is a scope"),
            Map.entry("lingdian.access.signin.AttemptStore", "counts attempts, before there is a scope"),
            Map.entry("lingdian.access.signin.PeopleStore", "finds out who signs in, before there is a scope"),
            Map.entry("lingdian.record.evidence.CheckpointStore", "of the record as a whole, for all readers alike"),
            Map.entry(
                    "lingdian.record.evidence.CosigningStore",
                    "keys and signatures of checkpoints, for all readers alike"),
            Map.entry("lingdian.office.disclosure.RecordRequestStore.create", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.RecordRequestStore.decide", "changes, by the service"),
            Map.entry(
                    "lingdian.office.disclosure.RecordExportStore.sessions",
                    "of whoever was granted them: see RecordRequestIT"),
            Map.entry("lingdian.office.roster.RosterStore.put", "changes, by the service"),
            Map.entry(
                    "lingdian.office.roster.RosterStore.isInForce",
                    "says of a roster that was read whether it holds, by the service"),
            Map.entry("lingdian.feed.escalation.EscalationStore", "tells who is on duty, by the service"),
            Map.entry("lingdian.feed.escalation.EscalationOutboxStore", "likewise"),
            Map.entry("lingdian.office.message.SentMessageStore.sent", "counts an account's own, by the service"),
            Map.entry("lingdian.office.message.SentMessageStore.known", "says yes or no: see SentMessagesIT"),
            Map.entry("lingdian.office.approval.ApprovalStore.proposals", "counts rules and keys, by the service"),
            Map.entry("lingdian.office.returns.TargetStore.set", "changes, by the service"),
            Map.entry("lingdian.office.exportlink.ExportLinkStore", "an account's own, by the service: see TablesIT"),
            Map.entry("lingdian.office.returns.ReturnSubmissionStore.next", "changes, by the service"),
            Map.entry("lingdian.office.returns.ReturnSubmissionStore.submit", "changes, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintStore.register", "changes, by the service"),
            Map.entry(
                    "lingdian.office.complaint.ComplaintStore.ofCases",
                    "ids, of cases that are read: see CaseActionsIT"),
            Map.entry("lingdian.office.complaint.ComplaintStore.move", "changes, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintStore.cafeOfCase", "checks a change, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintTextStore.write", "changes, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintTextStore.answer", "changes, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintTextStore.enter", "changes, by the service"),
            Map.entry("lingdian.office.complaint.ComplaintTextStore.erase", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.LegalHoldStore.create", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.LegalHoldStore.ask", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.LegalHoldStore.decide", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.UnmaskingStore.create", "changes, by the service"),
            Map.entry("lingdian.office.disclosure.UnmaskingStore.decide", "changes, by the service"),
            Map.entry(
                    "lingdian.office.disclosure.UnmaskingStore.running",
                    "finds an account's own, within its scope: see UnmaskingIT"),
            Map.entry(
                    "lingdian.office.disclosure.UnmaskingStore.countSince", "counts an account's own, by the service"),
            Map.entry("lingdian.access.account.AccountStore", "finds out who asks, before there is a scope"),
            Map.entry("lingdian.office.account.ColleagueStore", "reads accounts of an office: see AccountChangesIT"),
            Map.entry(
                    "lingdian.office.account.AccountDependentsStore",
                    "counts, for administrators alone: see AccountChangesIT"),
            Map.entry("lingdian.office.account.AccountImportStore", "tells administrators what a table would change"),
            Map.entry("lingdian.office.cafe.CafeImportStore", "likewise"),
            Map.entry("lingdian.office.account.AgentKeyStore", "finds out which agent asks"),
            Map.entry(
                    "lingdian.office.savedview.SavedViewStore",
                    "filters with a name, of an office, by the service: see WorklistIT"),
            Map.entry(
                    "lingdian.office.inspection.RoundCafeStore",
                    "an account's own cafés, by the service: see InspectionIT"),
            Map.entry("lingdian.office.enrolment.EnrolmentStore", "changes, by the service"),
            Map.entry(
                    "lingdian.office.enrolment.KeyListStore",
                    "lists for administrators, without secrets: see EnrolmentIT"),
            Map.entry("lingdian.office.enrolment.RefusalStore", "counts wrong codes of networks, by the service"),
            Map.entry(
                    "lingdian.office.enrolment.KeyChangeStore",
                    "reads within a scope that it is given: see EnrolmentIT"),
            Map.entry(
                    "lingdian.office.casework.CaseFileStore", "reads within a scope that it is given: see WorklistIT"),
            Map.entry("lingdian.office.casework.WorklistStore", "likewise"),
            Map.entry("lingdian.office.casework.OperatorCaseStore", "likewise"),
            Map.entry(
                    "lingdian.feed.notification.ReminderStore.toCorrect",
                    "orders to correct of the operator's own cafés: see CaseNewsIT"),
            Map.entry("lingdian.office.casework.CaseActionStore", "writes actions, by the service"),
            Map.entry("lingdian.office.casework.CaseCopyStore", "keeps cases up to date, by the service"),
            Map.entry("lingdian.office.casework.CaseDueStore", "keeps deadlines up to date, by the service"),
            Map.entry(
                    "lingdian.office.inspection.InspectionErasureStore",
                    "erases inspections whose time is over, by the service"),
            Map.entry("lingdian.office.casework.CaseErasureStore", "erases cases whose time is over, by the service"),
            Map.entry("lingdian.office.casework.CaseGroupingStore", "groups violations, by the service"),
            Map.entry("lingdian.office.casework.CaseOpeningStore", "opens cases, by the service"),
            Map.entry("lingdian.office.violation.RaisedCasesStore", "raises versions, by the service"),
            Map.entry("lingdian.feed.log.FeedStore", "reads once for all readers; the hub tests each message for each"),
            Map.entry("lingdian.office.violation.CaseFeedStore", "changes, by the service"),
            Map.entry("lingdian.office.violation.ObjectionAnswerStore.add", "changes, by the service"),
            Map.entry("lingdian.office.violation.CaseStore.visible", "asked before a change, by the service"),
            Map.entry("lingdian.office.violation.CaseStore.takeWithCase", "changes, by the service"),
            Map.entry("lingdian.office.api.AttachmentStore.add", "changes, by the service"),
            Map.entry("lingdian.office.inspection.InspectionStore.create", "changes, by the service"),
            Map.entry("lingdian.office.inspection.InspectionStore.addVersion", "changes, by the service"),
            Map.entry("lingdian.office.inspection.InspectionStore.addCorrection", "changes, by the service"),
            Map.entry("lingdian.office.inspection.InspectionStore.lock", "locks before a change, by the service"),
            Map.entry("lingdian.office.inspection.InspectionStore.known", "says yes or no: see InspectionIT"),
            Map.entry("lingdian.office.inspection.InspectionStore.corrected", "says yes or no: see SiteRecordIT"),
            Map.entry(
                    "lingdian.office.inspection.SeatStore",
                    "terminals of an inspection that the reader's scope showed, without any person: see SiteRecordIT"),
            Map.entry("lingdian.office.inspection.ThumbnailStore.add", "changes, by the service"),
            Map.entry(
                    "lingdian.office.inspection.ThumbnailStore.of",
                    "of an inspection that the scope showed, in the same scope: see InspectionIT"),
            Map.entry("lingdian.office.inspection.SiteRecordStore.add", "changes, by the service"),
            Map.entry("lingdian.office.inspection.SiteRecordStore.sign", "changes, by the service"),
            Map.entry("lingdian.office.inspection.SiteRecordStore.name", "of who signs, by the service"),
            Map.entry(
                    "lingdian.office.casework.SanctionHelpStore",
                    "counts of a case that the scope showed, within that scope: see CaseDecisionsIT"),
            Map.entry("lingdian.office.inspection.DrawStore.add", "changes, by the service"),
            Map.entry("lingdian.office.document.DocumentStore.count", "changes, by the service"),
            Map.entry("lingdian.office.document.DocumentStore.add", "changes, by the service"),
            Map.entry("lingdian.office.document.DocumentStore.makeVoid", "changes, by the service"),
            Map.entry(
                    "lingdian.office.document.DocumentStore.served",
                    "tells operators of cases that their scope showed: see CaseDocumentsIT"),
            Map.entry("lingdian.office.casework.CasePartyStore", "reads of a case that the reader's scope showed"),
            Map.entry("lingdian.office.document.OfficeStore.put", "changes, by the service"),
            Map.entry("lingdian.office.document.OfficeStore.contact", "tells a café whom to call, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.create", "changes, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.change", "changes, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.join", "changes, by the service"),
            Map.entry("lingdian.office.cafe.MaintenanceStore.add", "changes, by the service"),
            Map.entry("lingdian.office.cafe.SafetyStore.put", "changes, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.add", "changes, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.withdraw", "changes, by the service"),
            Map.entry("lingdian.office.campaign.CampaignStore.lock", "locks before a change, by the service"),
            Map.entry("lingdian.office.rules.ShadowStore", "shown to the release's author alone: see RuleSetsIT"),
            Map.entry("lingdian.record.release.ReleaseStore", "rules are the same for all"),
            Map.entry("lingdian.record.backtest.HistoryExportStore", "the command backtest, which reads everything"),
            Map.entry("lingdian.record.backtest.HistoryAsideStore", "likewise"),
            Map.entry("lingdian.record.backtest.HistorySampleStore", "likewise, at night"),
            Map.entry("lingdian.record.journal.AsideStore", "changes, by the service"),
            Map.entry("lingdian.office.rules.PrecisionStore", "figures of the whole country, the same for all"),
            Map.entry("lingdian.record.hours.ChangeStore", "changes, by the service"),
            Map.entry("lingdian.record.hours.FactsChangeStore", "changes, and asked by the judge"),
            Map.entry("lingdian.record.hours.EntryLimitStore", "counts entries, for the store that adds one"),
            Map.entry("lingdian.record.hours.EffectStore", "reads by HoursStore, and counts of cafés that show"),
            Map.entry("lingdian.record.hours.ClosureStore", "changes, by the service"),
            Map.entry("lingdian.record.hours.SuspensionStore", "changes, by the service"),
            Map.entry("lingdian.record.hours.DecisionStore", "changes, by the service"),
            Map.entry("lingdian.record.message.MessageStore", "sends to a café's own agent"),
            Map.entry("lingdian.record.journal.AlteredRepeatStore", "what a batch keeps of repeats, by the service"),
            Map.entry("lingdian.vault.seal.KeyRingStore", "knows keys, nothing of a café"),
            Map.entry("lingdian.vault.registry.RegistryMoveStore", "puts entries under new keys, by the service"),
            Map.entry("lingdian.vault.registry.RegistrationStore", "changes, by the service"),
            Map.entry("lingdian.vault.registry.RegistryStore.known", "asked by the judge"),
            Map.entry("lingdian.vault.registry.RegistryStore.revoke", "changes, by the service"),
            Map.entry("lingdian.intake.commit.FactsStore", "asked by the judge"),
            Map.entry("lingdian.record.journal.BatchStore", "changes, by the service"),
            Map.entry("lingdian.record.journal.BatchLookupStore", "asked by the judge"),
            Map.entry("lingdian.record.journal.CafeStateStore", "asked by the judge"),
            Map.entry("lingdian.record.journal.FindingStore", "asked by the judge"),
            Map.entry("lingdian.record.journal.JournalStore", "asked by the judge"),
            Map.entry("lingdian.node.ConnectedCafeStore", "writes, by the service"),
            Map.entry("lingdian.record.journal.IntegrityIncidentStore.add", "writes, by the service"),
            Map.entry(
                    "lingdian.record.journal.IntegrityIncidentStore.lastVerification",
                    "knows the service's own nights, for auditors"),
            Map.entry(
                    "lingdian.record.journal.IntegrityIncidentStore.before",
                    "knows incidents of the service, for auditors"),
            Map.entry("lingdian.record.journal.ListeningStore", "knows nodes, nothing of a café"),
            Map.entry("lingdian.record.journal.AbsenceStore", "asked by the judge's sweeps"),
            Map.entry("lingdian.record.journal.SilenceStore", "asked by the judge and its sweeps"),
            Map.entry("lingdian.record.journal.SessionStore", "asked by the judge"),
            Map.entry("lingdian.record.journal.UnverifiedStore", "asked by the judge"),
            Map.entry("lingdian.access.signin.SignInSessionStore", "finds out who asks, before there is a scope"),
            Map.entry("lingdian.record.journal.VerificationStore", "the command verify, which reads everything"));

    private static final List<Account> FOREIGN = List.of(
            account(Role.REGULATOR, Authority.CULTURE, new RegionCode("500000"), null),
            account(Role.REGULATOR, Authority.PUBLIC_SECURITY, new RegionCode("360400".replace("04", "05")), null),
            account(Role.REGULATOR, Authority.PUBLIC_SECURITY, new RegionCode("360482"), null),
            account(Role.OPERATOR, null, null, "36048110000002"),
            account(Role.OPERATOR, null, null, "36048110000000,36048110000002"), // on both sides of the café
            account(Role.AUDITOR, null, null, null));

    private static RunningApi running;

    /** One row of each table that a reader may look at, of one café; the numbers are those of the ids in {@link #fill}. */
    private static final String ROWS = """
            INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('%1$s', 1, now(), now(), 1, '{}');
            INSERT INTO stream VALUES (1, '%1$s', '%2$s', 1, decode(repeat('00', 32), 'hex'), false, now());
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot,
                stream_number, login_seq, login_day)
              VALUES ('%3$s', 'IDENTITY_UNVERIFIED', '%1$s', '360481', 'fact', 'open', '{culture,public-security}', now(), now(),
                '{"evidence":[{"placeCode":"%1$s","stream":"%2$s","seq":[2]}]}', 1, 1, '%5$s');
            INSERT INTO violation_figure VALUES
              ('%3$s', '2026-07-01', 1, '%1$s', 'IDENTITY_UNVERIFIED', 'fact', '{public-security}', 0, '360481');
            INSERT INTO cafe_day VALUES ('2026-07-01', '%1$s', 1, 1, 1, 1, 1, 1, 1, '360481');
            INSERT INTO region_terminals VALUES ('2026-07-01', '360481', 1, 1, 0);
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
              VALUES (1, now(), 'opened', '%3$s', '%1$s', 'IDENTITY_UNVERIFIED', 'fact', '{public-security}', '{}');
            INSERT INTO hours_order (id, place_code, kind, begins_at, ends_at, document, entered_at)
              VALUES ('%4$s', '%1$s', 'closed', now(), now() + interval '1 h', 'd', now());
            INSERT INTO suspension VALUES ('%4$s', '%1$s', now(), null, 'suspension', 'culture', 'd', now());
            INSERT INTO closure VALUES ('%4$s', '%1$s', 'temporary', now(), null, 'd', now());
            INSERT INTO schedule (place_code, weekly, valid_from, document, entered_at) VALUES ('%1$s', '{}', '2026-01-01', 'd', now());
            SELECT ensure_day('%5$s');
            INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version, place_code,
                inspection)
              SELECT '%3$s', 1, 'confirm', 'confirmed', now(), id, 'culture', '\\x%6$s', 'IDENTITY_UNVERIFIED', '1', '%1$s', '%13$s'
              FROM account LIMIT 1;
            INSERT INTO objection SELECT '%10$s', '%3$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO objection_answer SELECT '%10$s', 'culture', true, '\\x00', now(), id FROM account LIMIT 1;
            INSERT INTO attachment VALUES ('%11$s', '%10$s', 1, 'text/plain', 1, '\\x00', '\\x%12$s', '\\x%15$s',
              decode(repeat('00', 32), 'hex'));
            INSERT INTO inspection VALUES ('%13$s', 'public-security', '360481', now());
            INSERT INTO site_record SELECT '%13$s', '%13$s', '%1$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO inspection_version
              SELECT '%13$s', 1, now(), id, 'routine', 'closed', 'u', now(), now(), 0, 0, '{}', '{%1$s}', '{}', '\\x00'
              FROM account LIMIT 1;
            INSERT INTO inspection_correction SELECT '%13$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO draw SELECT '%13$s', 'public-security', '360481', now(), id, (now() AT TIME ZONE interval '8 h')::date,
              sha256(''), null, '{}', 1, null
              FROM account LIMIT 1;
            INSERT INTO office_profile (region, authority, version, name, area, word, digits, words, account, at)
              SELECT '360481', 'public-security', 1, 'n', '', 'w', 0, '{}', id, now()
              FROM account LIMIT 1;
            INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running, priority,
                began_at, due_at)
              VALUES ('%13$s', 'public-security', '%1$s', '360481', 'Asia/Shanghai', now(), now(), 'lead', 1, false, 2, now(), now());
            INSERT INTO case_action (case_id, number, action, step, at, place_code) VALUES ('%13$s', 1, 'open', 'lead', now(), '%1$s');
            INSERT INTO document_counter VALUES ('360481', 'public-security', 'w', 2026, 1);
            INSERT INTO case_document (id, case_id, region, authority, word, year, serial, number, kind, at, account, bears_number,
                serves, content, content_key, content_hash, page)
              SELECT '%13$s', '%13$s', '360481', 'public-security', 'w', 2026, 1, 'n', 'service-receipt', now(), id, false,
                '{%13$s}', '', '', decode(repeat('00', 32), 'hex'), ''
              FROM account LIMIT 1;
            INSERT INTO campaign SELECT '%14$s', 'c', '360481', '{public-security}', '{}', now(), now(), now(), id
              FROM account LIMIT 1;
            INSERT INTO maintenance SELECT '%14$s', '%1$s', 'power', now(), now() + interval '1 h', now(), id
              FROM account LIMIT 1;
            INSERT INTO safety SELECT '%1$s', '%14$s', null, '{}', null, now(), id FROM account LIMIT 1;
            INSERT INTO campaign_entry SELECT '%14$s', '%14$s', 'training', 'public-security', 'u', now(), id, null, null, '{}'
              FROM account LIMIT 1;
            INSERT INTO campaign_participant (campaign_id, region, version, units, at, account)
              SELECT '%14$s', '360481', 1, '{}', now(), id FROM account LIMIT 1;
            INSERT INTO journal (day, stream_number, seq, received_at, effective_at, body, content_mac, chain, type)
              VALUES ('%5$s', 1, 1, now(), now(), '{}', '', decode(repeat('00', 32), 'hex'), 'h');
            INSERT INTO unmasking (id, violation_id, what, reason, asked_by, asked_at, ends_at)
              SELECT '%7$s', '%3$s', 'person', '', id, now(), now() FROM account LIMIT 1;
            INSERT INTO record_request (id, place_code, authority, from_at, to_at, legal_basis, reason, asked_by, asked_at, ends_at)
              SELECT '%8$s', '%1$s', 'public-security', '2026-01-01', '2036-01-01', '', '', id, now(), now() FROM account LIMIT 1;
            INSERT INTO legal_hold (id, day_from, day_to, authority, region, reason, made_by, made_at)
              SELECT '%9$s', '%5$s', '%5$s', 'public-security', '360481', '', id, now() FROM account LIMIT 1;
            INSERT INTO complaint (id, authority, region, way, subject, received_at, anonymous, wants_answer, accept_by, answer_by,
                                   provisional, step, version)
              VALUES ('%9$s', 'public-security', '360481', 'letter', 'hours', now(), true, false, now(), now(), false, 'received', 1);
            INSERT INTO office_message (id, authority, region, purpose, text, account, sent_at, valid_until)
              SELECT '%9$s', 'public-security', '360481', 'hours', '\\x00', id, now(), now() + interval '1 h' FROM account LIMIT 1;
            INSERT INTO return_submission SELECT 'public-security', '360481', '2026-07', 1, now(), id, 'o', '1', '{}'
              FROM account WHERE region = '360481' LIMIT 1;
            INSERT INTO target SELECT 'public-security', '360481', 'inspected', 'month', 1, 10, now(), id
              FROM account WHERE region = '360481' LIMIT 1;
            INSERT INTO roster SELECT '360481', 'public-security', 1, id, now() FROM account LIMIT 1;
            INSERT INTO roster_duty VALUES ('%9$s', '360481', 'public-security', 1, now(), now() + interval '1 h', '\\x00', '\\x00');
            INSERT INTO message VALUES ('%9$s', '%1$s', 'public-security', now(), now() + interval '1 h');
            INSERT INTO complaint_text VALUES ('%9$s', '\\x%16$s', '\\x00');
            INSERT INTO complaint_entry SELECT '%9$s', 1, 'register', now(), id FROM account LIMIT 1;
            """;

    @BeforeAll
    static void fill() {
        running = new RunningApi();
        running.createCafe(CAFE);
        String police = running.regulator("public-security", REGION.value());
        running.call(
                "POST",
                "/api/v1/persons",
                police,
                new JsonObject()
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", DOCUMENT.type())
                                        .put("number", DOCUMENT.number())
                                        .put("name", DOCUMENT.name())
                                        .put("birthDate", "1990-01-01")));
        SealedFile file = file();
        running.sql(ROWS.formatted(
                CAFE,
                STREAM,
                VIOLATION,
                ORDER,
                DAY,
                HexFormat.of().formatHex(note()),
                UNMASKING,
                REQUEST,
                HOLD,
                OBJECTION,
                FILE,
                HexFormat.of().formatHex(file.content()),
                INSPECTION,
                CAMPAIGN,
                HexFormat.of().formatHex(file.key()),
                HexFormat.of().formatHex(seal("{\"name\":\"某某\"}", new SealedRef("", HOLD, 0, "complaint-reporter")))));
        seal(1, "identity", running.vault.sealDocument(DOCUMENT, new SealedRef(CAFE, STREAM, 1, "identity")));
        seal(2, "quarantine", running.vault.seal("某某", new SealedRef(CAFE, STREAM, 2, "quarantine")));
    }

    private static void seal(long seq, String kind, byte[] sealed) {
        await(running.pool
                .preparedQuery("INSERT INTO sealed VALUES ($1, 1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        DAY,
                        seq,
                        kind,
                        Buffer.buffer(sealed),
                        Buffer.buffer(RecordHash.sha256().digest(sealed)))));
    }

    private static ComplaintQuery complaintQuery() {
        return new ComplaintQuery(ALL, "all", DAY, null, null, null);
    }

    private static byte[] note() {
        return seal("某某", new SealedRef(CAFE, VIOLATION, 1, "case-note"));
    }

    private static byte[] seal(String text, SealedRef ref) {
        return running.vault.seal(text, ref);
    }

    private static SealedFile file() {
        return new FileSealing(running.vault).seal(new byte[] {'x'}, new SealedRef("", OBJECTION, 1, "file"));
    }

    private static SealedTexts texts() {
        return new SealedTexts(running.vault);
    }

    private static InspectionStore inspections() {
        return new InspectionStore(texts());
    }

    private static SiteRecordStore records() {
        return new SiteRecordStore(texts());
    }

    private static DrawStore draws() {
        return new DrawStore(texts());
    }

    private static AttachmentStore attachments() {
        return new AttachmentStore(running.vertx, running.vault, UUID::randomUUID);
    }

    private static ObjectionStore objections() {
        return new ObjectionStore(running.pool, texts(), attachments(), running.log);
    }

    @AfterAll
    static void close() {
        running.close();
    }

    static Stream<String> reads() {
        return READS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsItsOwnReaderWhatThereIs(String read) {
        Account own = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, REGION, null);

        assertThat(count(await(scoped().read(own, client -> READS.get(read).apply(client)))))
                .isOne();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsNothingWithoutAScope(String read) {
        assertThat(count(await(READS.get(read).apply(running.readers)))).isZero();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsNothingInAForeignScope(String read) {
        for (Account account : FOREIGN) {
            assertThat(count(await(
                            scoped().read(account, client -> READS.get(read).apply(client)))))
                    .as("%s", RowScope.of(account))
                    .isZero();
        }
    }

    /** Configuration is an administrator's, findings and persons are not. */
    @Test
    void anAdministratorSeesNoFindingAndNoPerson() {
        Account admin = account(Role.ADMIN, null, null, null);
        for (String read : READS.keySet()) {
            boolean configuration = read.matches(
                    ".*(CafeReportStore|CafeStore|TallyStore|Hours|GrantStore|DrawStore.pool|PlanStore.busy|CertificateStore.cafe|CampaignStore.counties|TargetStore.progress).*");
            assertThat(count(
                            await(scoped().read(admin, client -> READS.get(read).apply(client)))))
                    .as(read)
                    .isEqualTo(configuration ? 1 : 0);
        }
    }

    /** The authority binds as the region does: a culture regulator of the same county reads no registry. */
    @Test
    void anotherAuthorityOfTheSameRegionSeesOnlyItsOwn() {
        running.sql("INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at,"
                + " detected_at, snapshot) VALUES ('" + new UUID(9, 9) + "', 'OVERTIME_OPERATION', '" + CAFE
                + "', '360481', 'fact', 'open', '{culture}', now(), now(), '{}')");
        Reading list = READS.get("lingdian.office.violation.ViolationStore.list");
        Account police = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, REGION, null);
        Account culture = account(Role.REGULATOR, Authority.CULTURE, REGION, null);

        assertThat(count(await(scoped().read(police, list::apply)))).isOne();
        assertThat(count(await(scoped().read(culture, list::apply)))).isEqualTo(2);
        assertThat(count(
                        await(scoped().read(culture, READS.get("lingdian.vault.registry.RegistryStore.entry")::apply))))
                .isZero();
        running.sql("DELETE FROM violation WHERE id = '" + new UUID(9, 9) + "'");
    }

    /**
     * One connection, so that the next reader gets the one used before: after an answer, a failure and a refused
     * statement.
     */
    @Test
    void aScopeDoesNotOutliveItsRequest() {
        ReaderPool one = Databases.readerPool(running.vertx, running.database, 1);
        var scoped = new ScopedStore(one, () -> RunningApi.NOW);
        Account own = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, REGION, null);
        Reading list = READS.get("lingdian.office.violation.ViolationStore.list");
        List<Function<SqlClient, Future<?>>> requests = List.of(
                list::apply,
                client -> Future.failedFuture(new IllegalStateException("refused")),
                client -> client.query("SELECT 1 / 0").execute(),
                client -> client.query("DELETE FROM violation").execute());
        for (var request : requests) {
            Future<?> answered =
                    scoped.read(own, client -> request.apply(client).map(x -> (Object) x));
            Future<?> next = answered.transform(done -> list.apply(one).map(x -> (Object) x));

            assertThat(count(await(next))).isZero();
        }
        await(one.close());
    }

    /** Many readers at once on few connections: each answer is its own reader's. */
    @Test
    void readersOnSharedConnectionsSeeTheirOwnAlone() {
        Account own = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, REGION, null);
        Reading list = READS.get("lingdian.office.violation.ViolationStore.list");
        for (int round = 0; round < 20; round++) {
            Future<?> mine = scoped().read(own, list::apply);
            List<? extends Future<?>> others = FOREIGN.stream()
                    .map(account ->
                            scoped().read(account, client -> list.apply(client).map(x -> (Object) x)))
                    .toList();
            assertThat(count(await(mine))).isOne();
            others.forEach(other -> assertThat(count(await(other))).isZero());
        }
    }

    @Test
    void everyStoreIsTriedOrSaysWhyNot() throws Exception {
        var stores = new TreeSet<String>();
        var untold = new TreeSet<String>();
        for (Class<?> type : ProgramClasses.all()) {
            if (type.getName().matches("[a-z.]+\\.\\w+Store")) {
                stores.add(type.getName());
                if (!isNamed(type.getName())) {
                    untold.add(type.getName());
                } else if (!NO_READER.containsKey(type.getName())) {
                    reading(type).filter(name -> !isTold(name)).forEach(untold::add);
                }
            }
        }

        assertThat(untold)
                .as("store methods that are neither in READS nor in NO_READER")
                .isEmpty();
        var named = Stream.concat(READS.keySet().stream(), NO_READER.keySet().stream())
                .filter(name -> stores.stream().noneMatch(store -> name.equals(store) || name.startsWith(store + ".")))
                .collect(Collectors.toSet());
        assertThat(named).as("stores that are no more").isEmpty();
    }

    /** Also one that is given no connection, because it holds a pool of its own. */
    private static boolean isNamed(String store) {
        return Stream.concat(READS.keySet().stream(), NO_READER.keySet().stream())
                .anyMatch(name -> name.equals(store) || name.startsWith(store + "."));
    }

    private static boolean isTold(String method) {
        return READS.containsKey(method) || NO_READER.containsKey(method);
    }

    /** The methods that can be given a reader's connection. */
    private static Stream<String> reading(Class<?> store) {
        return Arrays.stream(store.getDeclaredMethods())
                .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()))
                .filter(ReaderScopesIT::takesAClient)
                .map(method -> store.getName() + "." + method.getName());
    }

    private static boolean takesAClient(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> SqlClient.class.isAssignableFrom(type) && !Pool.class.isAssignableFrom(type));
    }

    private static Map.Entry<String, Reading> read(String method, Reading reading) {
        return Map.entry(method, reading);
    }

    private static int count(Object found) {
        return switch (found) {
            case Collection<?> all -> all.size();
            case Map<?, ?> all -> all.size();
            case Optional<?> one -> one.isPresent() ? 1 : 0;
            case Long number -> number.intValue();
            default -> throw new AssertionError("how much is " + found.getClass());
        };
    }

    private static Account account(Role role, Authority authority, RegionCode region, String placeCode) {
        return new Account(new AccountId(UUID.randomUUID()), "one", role, authority, region, cafes(placeCode));
    }

    private static Set<PlaceCode> cafes(String codes) {
        return codes == null
                ? Set.of()
                : Arrays.stream(codes.split(",")).map(PlaceCode::new).collect(Collectors.toSet());
    }

    private static ScopedStore scoped() {
        return new ScopedStore(running.readers, () -> RunningApi.NOW);
    }

    private static RecordRequest request() {
        Permission permission = Permission.asked(new AccountId(UUID.randomUUID()), RunningApi.NOW, RunningApi.NOW);
        return new RecordRequest(
                REQUEST,
                new PlaceCode(CAFE),
                REGION,
                Authority.CULTURE,
                Instant.EPOCH,
                Instant.parse("2036-01-01T00:00:00Z"),
                null,
                null,
                permission,
                null,
                null);
    }

    private static UnmaskingStore unmaskings() {
        return new UnmaskingStore(new Reasons(running.vault, "unmasking-reason"));
    }

    private static CafeStore cafes() {
        return new CafeStore(running.pool, () -> RunningApi.NOW);
    }

    private static RunningApi api() {
        return running;
    }

    private static Releases releases() {
        return new Releases(
                api().pool, new ReleaseStore(), () -> RunningApi.NOW, UUID::randomUUID, new RuleSetLog(api().log));
    }
}
