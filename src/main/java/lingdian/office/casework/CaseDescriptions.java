package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseSummary;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Code;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.law.statute.Laws;
import lingdian.office.document.CaseDescription;
import lingdian.office.document.CaseDescription.FoundViolation;
import lingdian.office.document.CaseDescription.NamedOfficer;
import lingdian.office.document.CaseDescription.Party;
import lingdian.office.document.CaseDescription.Progress;
import lingdian.office.document.CaseDescription.SiteVisit;
import lingdian.office.document.DocumentService;
import lingdian.office.document.MadeDocument;
import lingdian.office.inspection.Inspection;
import lingdian.office.inspection.InspectionEntry;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.SiteRecord;
import lingdian.office.inspection.SiteRecordStore;
import lingdian.record.release.ReleaseStore;
import org.jspecify.annotations.Nullable;

/**
 * Describes a case for its documents. The reader's scope has shown the case, and with it what it is about: the café and the
 * violations may have moved to another county since, while the case stayed with its office.
 */
final class CaseDescriptions {
    private final CasePartyStore parties = new CasePartyStore();
    private final InspectionStore inspections;
    private final SiteRecordStore records;
    private final ReleaseStore releases;
    private final DocumentService documents;

    CaseDescriptions(
            InspectionStore inspections, SiteRecordStore records, ReleaseStore releases, DocumentService documents) {
        this.inspections = inspections;
        this.records = records;
        this.releases = releases;
        this.documents = documents;
    }

    /** What is read of other places. */
    private record Sources(
            Party party,
            Map<ViolationId, JsonObject> snapshots,
            Map<String, Laws> laws,
            Optional<Visit> visit,
            List<MadeDocument> made) {
        @Override
        public String toString() {
            return "Sources"; // it names people
        }
    }

    /** @param service reads the case's café and violations, and the rules, which are the same for all readers */
    Future<CaseDescription> of(SqlClient client, SqlClient service, Account reader, StoredCase stored, Instant now) {
        CaseFile file = stored.file();
        List<ViolationId> ids = file.violations().stream().map(one -> one.id()).toList();
        return parties.party(service, file.placeCode())
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(party -> parties.snapshots(service, ids)
                        .compose(snapshots -> laws(service, snapshots)
                                .compose(laws -> visit(client, reader, stored)
                                        .compose(visit -> documents
                                                .of(client, List.of(file.id().value()))
                                                .map(made -> new Sources(
                                                        party,
                                                        snapshots,
                                                        laws,
                                                        visit,
                                                        made.getOrDefault(
                                                                file.id().value(), List.of())))))))
                .map(sources -> described(stored, sources, now));
    }

    /** The articles of each set of rules by which one of these violations was found. */
    private Future<Map<String, Laws>> laws(SqlClient client, Map<ViolationId, JsonObject> snapshots) {
        Map<String, Laws> laws = new HashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (String version : snapshots.values().stream()
                .map(snapshot -> snapshot.getString("ruleVersion"))
                .distinct()
                .toList()) {
            all = all.compose(before -> releases.ofVersion(client, version)).map(found -> {
                found.ifPresent(release ->
                        laws.put(version, RulesJson.stored(release.content()).laws()));
                return null;
            });
        }
        return all.map(laws);
    }

    /** @param record what was recorded in the café; empty: nothing yet */
    private record Visit(Inspection inspection, Optional<SiteRecord> record) {
        SiteVisit described() {
            InspectionEntry entered = inspection.entered();
            return new SiteVisit(
                    entered.startedAt(),
                    entered.endedAt(),
                    record.map(SiteRecord::content).map(SiteRecordFields::of).orElse(Map.of()));
        }

        @Override
        public String toString() {
            return "Visit"; // what was found may name people
        }
    }

    /** The last inspection that an action named. */
    private Future<Optional<Visit>> visit(SqlClient client, Account reader, StoredCase stored) {
        InspectionId last = stored.actions().stream()
                .map(StoredAction::inspection)
                .filter(Objects::nonNull)
                .reduce(null, (before, one) -> one);
        return last == null
                ? Future.succeededFuture(Optional.empty())
                : inspections
                        .find(client, reader, last)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : records.find(client, last, stored.file().placeCode())
                                        .map(record -> Optional.of(new Visit(found.get(), record))));
    }

    private static CaseDescription described(StoredCase stored, Sources sources, Instant now) {
        CaseFile file = stored.file();
        return new CaseDescription(
                file.id().value(),
                file.authority(),
                stored.place().region(),
                sources.party(),
                stored.assignees().stream()
                        .map(one -> new NamedOfficer(one.name(), one.certificate()))
                        .toList(),
                stored.violations().stream()
                        .map(one -> violation(one, stored, sources, now))
                        .toList(),
                stored.violationCount(),
                sources.visit().map(Visit::described).orElse(null),
                progress(stored, sources.made()));
    }

    private static FoundViolation violation(PlacedViolation placed, StoredCase stored, Sources sources, Instant now) {
        JsonObject snapshot = sources.snapshots().get(placed.violation().id());
        Map<Boolean, List<LawText>> quoted = quoted(snapshot, sources.laws());
        return new FoundViolation(
                Code.conduct(placed.finding().code()),
                placed.finding().startedAt(),
                placed.finding().endedAt(),
                CaseSummary.of(List.of(placed.finding()), now, stored.place().zone())
                        .zh(),
                quoted.getOrDefault(true, List.of()),
                quoted.getOrDefault(false, List.of()));
    }

    /** The articles that it quotes: by true those of the duty, by false those of the penalty. */
    private static Map<Boolean, List<LawText>> quoted(@Nullable JsonObject snapshot, Map<String, Laws> known) {
        if (snapshot == null) {
            return Map.of();
        }
        Laws laws = known.getOrDefault(snapshot.getString("ruleVersion"), Laws.NONE);
        return snapshot.getJsonArray("law", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(law -> text(laws, law.getString("text"), law.getString("version")))
                .collect(Collectors.partitioningBy(text -> isDuty(laws, text)));
    }

    private static LawText text(Laws laws, String text, String revision) {
        return laws.find(text, revision)
                .orElseGet(() -> new LawText(text, revision, null, null, LawStanding.TO_BE_CHECKED, null, null));
    }

    /** Rules call an article of a duty so, or by one of two other names that set no penalty. */
    private static boolean isDuty(Laws laws, LawText text) {
        return laws.articles().entrySet().stream()
                .filter(article -> article.getValue().contains(text))
                .map(Map.Entry::getKey)
                .anyMatch(name ->
                        name.endsWith("-duty") || name.equals("minors-law") || name.equals("terminals-changed"));
    }

    private static Progress progress(StoredCase stored, List<MadeDocument> made) {
        CaseFile file = stored.file();
        Map<CourseVerb, Instant> taken = file.history().stream()
                .collect(Collectors.toMap(
                        CaseFile.ActionTaken::verb, CaseFile.ActionTaken::at, (first, later) -> later));
        Stream<String> decisions = made.stream()
                .filter(one -> !one.isVoid())
                .filter(one -> one.kind() == DocumentKind.DECISION || one.kind() == DocumentKind.SPOT_DECISION)
                .map(MadeDocument::number);
        return new Progress(
                stored.number(),
                stored.trigger(),
                file.openedAt(),
                taken,
                file.sanctions(),
                decisions.reduce(null, (before, one) -> one));
    }
}
