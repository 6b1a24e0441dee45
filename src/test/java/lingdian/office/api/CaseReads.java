package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.ALL;
import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.FILE;
import static lingdian.office.api.ReaderFixture.HOLD;
import static lingdian.office.api.ReaderFixture.INSPECTION;
import static lingdian.office.api.ReaderFixture.OBJECTION;
import static lingdian.office.api.ReaderFixture.POLICE;
import static lingdian.office.api.ReaderFixture.REGION;
import static lingdian.office.api.ReaderFixture.VIOLATION;
import static lingdian.office.api.StoreRead.read;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.feed.notification.NoticeStore;
import lingdian.feed.notification.ReminderStore;
import lingdian.feed.notification.ReminderStore.DueCases;
import lingdian.office.approval.ApprovalStore;
import lingdian.office.document.DocumentReads;
import lingdian.office.file.AttachmentStore;
import lingdian.office.violation.CaseEntryStore;
import lingdian.office.violation.ObjectionAnswerStore;
import lingdian.office.violation.ObjectionStore;
import lingdian.office.violation.ViolationStore;
import lingdian.office.violation.ViolationStore.Filter;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.SealedTexts;

/** Reads of violations and cases, their objections, files and papers, and what is told of them. */
final class CaseReads {
    private static final Filter UNFILTERED = new Filter(null, null, null, null, null, null, null, null, null);

    private CaseReads() {}

    static Map<String, StoreRead> of(RunningApi api) {
        var texts = new SealedTexts(api.vault);
        var violations = new ViolationStore();
        var cases = new CaseEntryStore(api.vertx, texts);
        var attachments = new AttachmentStore(api.vertx, api.vault, UUID::randomUUID);
        var objections = new ObjectionStore(api.vertx, api.pool, texts, attachments, api.log);
        var notices = new NoticeStore();
        var approvals = new ApprovalStore();
        return Map.ofEntries(
                read(
                        "lingdian.office.violation.ViolationStore.list",
                        client -> violations
                                .list(client, ALL, UNFILTERED, null, 10)
                                .map(page -> page.items())),
                read(
                        "lingdian.office.violation.ViolationStore.one",
                        client -> violations.one(client, ALL, new ViolationId(VIOLATION))),
                read(
                        "lingdian.office.violation.ViolationStore.count",
                        client -> violations.count(client, ALL, UNFILTERED)),
                read(
                        "lingdian.office.violation.CaseEntryStore.entries",
                        client -> cases.entries(client, new ViolationId(VIOLATION), CAFE)),
                read(
                        "lingdian.office.violation.CaseEntryStore.steps",
                        client -> cases.steps(client, new ViolationId(VIOLATION))),
                read(
                        "lingdian.office.violation.ObjectionStore.of",
                        client -> objections.of(client, new ViolationId(VIOLATION))),
                read(
                        "lingdian.office.violation.ObjectionStore.file",
                        client -> objections.file(client, new ViolationId(VIOLATION), FILE)),
                read(
                        "lingdian.office.violation.ObjectionAnswerStore.of",
                        client -> new ObjectionAnswerStore(api.vertx, api.pool, texts, api.log)
                                .of(client, List.of(OBJECTION))),
                read("lingdian.office.file.AttachmentStore.of", client -> attachments.of(client, List.of(OBJECTION))),
                read("lingdian.office.file.AttachmentStore.find", client -> attachments.find(client, FILE)),
                read("lingdian.office.file.AttachmentStore.open", client -> attachments.open(client, FILE)),
                read("lingdian.office.document.DocumentStore.of", client -> DocumentReads.of(client, INSPECTION)),
                read(
                        "lingdian.office.document.DocumentStore.listed",
                        client -> DocumentReads.listed(client, INSPECTION)),
                read(
                        "lingdian.office.document.DocumentStore.find",
                        client -> DocumentReads.document(client, INSPECTION)),
                read(
                        "lingdian.office.document.DocumentStore.content",
                        client -> DocumentReads.content(client, INSPECTION)),
                read("lingdian.office.document.DocumentStore.page", client -> DocumentReads.page(client, INSPECTION)),
                read("lingdian.office.document.OfficeStore.find", client -> DocumentReads.office(client, REGION)),
                read(
                        "lingdian.office.approval.ApprovalStore.requests",
                        client -> approvals
                                .requests(client, ALL, new AccountId(HOLD), Instant.EPOCH)
                                .map(counts -> counts.isEmpty() ? List.of() : List.of(counts))),
                read(
                        "lingdian.office.approval.ApprovalStore.objections",
                        client -> approvals.objections(client, POLICE, null).map(ApprovalStore.OpenObjections::items)),
                read(
                        "lingdian.feed.notification.NoticeStore.changes",
                        client -> notices.changes(client, ALL, List.of(1L))),
                read(
                        "lingdian.feed.notification.NoticeStore.caseChanges",
                        client -> notices.caseChanges(client, ALL, List.of(1L))),
                read(
                        "lingdian.feed.notification.ReminderStore.due",
                        client -> new ReminderStore()
                                .due(client, POLICE, null, Instant.parse("9999-06-01T00:00:00Z"))
                                .map(DueCases::lines)));
    }
}
