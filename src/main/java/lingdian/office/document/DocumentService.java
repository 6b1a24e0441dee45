package lingdian.office.document;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.OfficeContext;
import lingdian.office.document.DocumentStore.Filled;
import lingdian.office.document.DocumentStore.Series;
import lingdian.office.document.OfficeProfile.Numbering;
import lingdian.office.query.Cursor;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Makes, reads and voids the documents of cases. Who may do so, and the entry in the access log, are the caller's.
 *
 * <p>The Word file and the page are stored as they were made: a template that is changed later changes no document.
 */
public final class DocumentService {
    private final Vertx vertx;
    private final DocumentTemplates templates;
    private final DailyWriting writing;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final OfficeStore offices = new OfficeStore();
    private final DocumentStore store = new DocumentStore();
    private final FileSealing sealing;
    private final SealedTexts texts;
    private final RecordHash hash;

    /** @param writing counts the bytes of each document */
    public DocumentService(OfficeContext office, DocumentTemplates templates, DailyWriting writing) {
        this.writing = writing;
        this.vertx = office.vertx();
        this.templates = templates;
        this.clock = office.clock();
        this.ids = office.ids();
        this.sealing = new FileSealing(office.vault());
        this.texts = office.texts();
        this.hash = RecordHash.of(office.vault().suite());
    }

    /**
     * Fills and stores a document under the next number of its office, in the caller's transaction. Fails with 409 where the case
     * may have no more.
     */
    public Future<MadeDocument> make(SqlConnection connection, CaseDescription described, DocumentOrder order) {
        return profile(connection, described).compose(profile -> numbered(connection, described, order, profile));
    }

    private Future<OfficeProfile> profile(SqlClient client, CaseDescription described) {
        return offices.find(client, described.region(), described.authority())
                .map(found -> found.map(OfficeEntry::profile).orElse(OfficeProfile.blank(described.authority())));
    }

    /** The form of a case's document, with what the service would print; it takes no number. */
    public Future<DocumentForm> form(SqlClient client, CaseDescription described, DocumentKind kind) {
        return profile(client, described)
                .map(profile -> DocumentForm.of(templates.of(kind)).with(known(described, profile, kind)));
    }

    /** What follows from the case goes before the office's profile. */
    private static DocumentFields known(CaseDescription described, OfficeProfile profile, DocumentKind kind) {
        return CaseFields.of(described, kind).over(profile.fields());
    }

    private Future<MadeDocument> numbered(
            SqlConnection connection, CaseDescription described, DocumentOrder order, OfficeProfile profile) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Numbering numbering = profile.numbering();
        int year = at.atZone(ChinaTime.ZONE).getYear();
        var series = new Series(described.region(), described.authority(), numbering.of(order.kind()), year);
        return serial(connection, series, described.id(), order.by()).compose(serial -> {
            String number =
                    new DocumentNumber(numbering.area(), series.word(), year, serial, numbering.digits()).text();
            DocumentFields fields = fields(described, order, profile, number, at);
            var numbered = new Numbered(described.id(), series, serial, number, at);
            return vertx.executeBlocking(() -> filled(numbered, order, fields), false)
                    .map(Objects::requireNonNull)
                    .compose(filled -> writing.admit(order.by(), filled.bytes())
                            .compose(admitted -> store.add(connection, filled).map(filled.made())));
        });
    }

    /** Under the lock of the counter, so that documents of one word are counted exactly. */
    private Future<Integer> serial(SqlConnection connection, Series series, UUID caseId, AccountId by) {
        return store.count(connection, series)
                .compose(serial -> store.room(connection, caseId, by).map(serial));
    }

    /** What officers entered goes before what the service knows. */
    private static DocumentFields fields(
            CaseDescription described, DocumentOrder order, OfficeProfile profile, String number, Instant at) {
        var own = new HashMap<>(Map.of("number", number, "date", ChineseTime.day(at)));
        if (order.person() != null) {
            own.put(DocumentFields.NUMBER_OF_PERSON, order.person().number());
        }
        return new DocumentFields(own, Map.of()).over(order.entered()).over(known(described, profile, order.kind()));
    }

    /** A document that has its number, and nothing else yet. */
    private record Numbered(UUID caseId, Series series, int serial, String number, Instant at) {}

    private Filled filled(Numbered numbered, DocumentOrder order, DocumentFields fields) {
        UUID id = ids.get();
        DocumentKind kind = order.kind();
        WordTemplate template = templates.of(kind);
        SealedFile file = sealing.seal(template.docx(fields), content(id));
        Buffer page = Objects.requireNonNull(
                texts.seal(DocumentPage.blanks(blanks(template, fields)) + template.html(fields.masked()), page(id)));
        var made = new MadeDocument(
                id,
                numbered.caseId(),
                kind,
                numbered.number(),
                numbered.at(),
                false,
                order.person() == null || Collections.disjoint(template.printed(), DocumentFields.OF_UNMASKING)
                        ? null
                        : order.person().person(),
                HexFormat.of().formatHex(hash.of(file.content())));
        return new Filled(
                made, numbered.series(), numbered.serial(), order.by(), named(kind, fields), file, page.getBytes());
    }

    /** The names of the texts that it would print and that are not known, in the order of the handbook. */
    private static List<String> blanks(WordTemplate template, DocumentFields fields) {
        Set<String> printed = template.printed();
        return FieldCatalogue.SHIPPED.fields().values().stream()
                .filter(field -> field.type() != FieldCatalogue.Type.BOX && field.type() != FieldCatalogue.Type.ITEM)
                .filter(field -> printed.contains(field.name())
                        && fields.text(field.name()).isEmpty())
                .map(FieldCatalogue.Field::chinese)
                .distinct()
                .toList();
    }

    /** A receipt names a document by its number alone, or by its title and number. */
    private static List<String> named(DocumentKind kind, DocumentFields fields) {
        return kind != DocumentKind.SERVICE_RECEIPT
                ? List.of()
                : fields.list("deliveries").stream()
                        .map(delivery -> delivery.getOrDefault("document", ""))
                        .toList();
    }

    /** By case, in the order in which they were made; a case without any is missing. */
    public Future<Map<UUID, List<MadeDocument>>> of(SqlClient client, Collection<UUID> cases) {
        return store.of(client, cases);
    }

    /** Those of one case, oldest first, at most {@code limit} of them. */
    public Future<List<MadeDocument>> listed(
            SqlClient client, UUID caseId, Cursor.@Nullable AfterViolation after, int limit) {
        return store.listed(client, caseId, after, limit);
    }

    /**
     * Those of them that were served on the café: of a kind that a café is served, and named by a receipt that is not void itself.
     *
     * @param client of the service: a café's operator sees no documents otherwise
     */
    public Future<Map<UUID, List<ServedDocument>>> served(SqlClient client, Collection<UUID> cases) {
        return store.served(client, cases);
    }

    /** Empty where the case has no such document. */
    public Future<Optional<MadeDocument>> find(SqlClient client, UUID caseId, UUID id) {
        return store.find(client, caseId, id);
    }

    /** The Word file; empty where it can no longer be opened. */
    public Future<Optional<byte[]>> file(SqlClient client, MadeDocument document) {
        return store.content(client, document.id())
                .compose(stored -> stored.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : vertx.executeBlocking(() -> opened(stored.get(), document), false)
                                .map(Objects::requireNonNull));
    }

    private Optional<byte[]> opened(SealedFile stored, MadeDocument document) {
        try {
            return Optional.of(sealing.open(stored, content(document.id())));
        } catch (VaultException closed) {
            return Optional.empty();
        }
    }

    /** What is printed of it, with persons masked; empty where it can no longer be opened. */
    public Future<Optional<String>> page(SqlClient client, MadeDocument document) {
        return store.page(client, document.id())
                .map(stored -> stored.map(found -> texts.open(found, page(document.id())))
                        .map(body -> DocumentPage.of(document, body)));
    }

    /**
     * Makes a document void. It keeps its number, and is never changed otherwise. Fails with a {@code Problem.Thrown}
     * where it is void already.
     */
    public Future<Void> makeVoid(SqlConnection connection, MadeDocument document, AccountId by, String reason) {
        Buffer stored = Objects.requireNonNull(texts.seal(reason, voiding(document.id())));
        return store.makeVoid(connection, document.id(), clock.instant().truncatedTo(ChronoUnit.MICROS), by, stored)
                .map(changed -> {
                    if (!changed) {
                        throw Refused.with(409, "This document is void already.");
                    }
                    return null;
                });
    }

    private static SealedRef content(UUID id) {
        return new SealedRef("", id, 0, "case-document");
    }

    private static SealedRef page(UUID id) {
        return new SealedRef("", id, 0, "case-document-page");
    }

    private static SealedRef voiding(UUID id) {
        return new SealedRef("", id, 0, "case-document-void");
    }
}
