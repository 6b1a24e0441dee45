package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.document.Credential;
import lingdian.domain.document.LoginRef;
import lingdian.office.api.StandingRight;
import lingdian.office.disclosure.RecordExportStore.Event;
import lingdian.office.disclosure.RecordExportStore.Session;
import lingdian.office.disclosure.RecordExportStore.Stream;
import lingdian.platform.http.PacedPages;
import lingdian.vault.seal.SealedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running export: reads a page, writes it, and reads the next only when the client has taken it. So memory holds
 * one page, however long the export and however slow its reader.
 */
final class RecordExport {
    private static final Logger LOG = LoggerFactory.getLogger(RecordExport.class);

    private final ScopedStore readers;
    private final RecordExportStore store;
    private final SealedStore documents;
    private final Account account;
    private final StandingRight right;
    private final RecordRequest request;
    private final RecordLines lines;
    private final HttpServerResponse response;
    /** A reader that is too slow is disconnected, because it delays the next export. */
    private final PacedPages pages = new PacedPages();

    private long sessions;
    private long events;

    RecordExport(
            ScopedStore readers,
            RecordExportStore store,
            SealedStore documents,
            Account account,
            StandingRight right,
            RecordRequest request,
            RecordLines lines,
            HttpServerResponse response) {
        this.readers = readers;
        this.store = store;
        this.documents = documents;
        this.account = account;
        this.right = right;
        this.request = request;
        this.lines = lines;
        this.response = response;
    }

    /** Writes all but the last line, which follows when the log says that the export is complete. */
    Future<Void> run(Buffer first) {
        response.setChunked(true)
                .putHeader("Content-Type", "application/x-ndjson")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"records-" + request.id() + ".ndjson\"");
        return write(first)
                .compose(begun -> sessions(""))
                .compose(done -> read(client -> store.streams(client, request.placeCode())))
                .compose(this::events);
    }

    long sessions() {
        return sessions;
    }

    long events() {
        return events;
    }

    Future<Void> end() {
        return response.end(lines.last(sessions, events));
    }

    /** A page with the documents of its logins. */
    private record Page<T>(List<T> rows, Map<LoginRef, Credential> documents) {}

    private <T> Future<T> read(Function<SqlClient, Future<T>> page) {
        return right.check()
                .compose(may -> readers.read(
                        account,
                        client -> store.isGranted(client, request)
                                .compose(granted -> granted
                                        ? page.apply(client)
                                        : Future.failedFuture(Refused.coded(
                                                410, "expired", "The request expired while its records were read.")))));
    }

    private Future<Void> sessions(String after) {
        return read(client -> store.sessions(client, request, after)
                        .compose(rows -> documents
                                .documents(
                                        client,
                                        rows.stream().map(Session::login).toList(),
                                        RecordLines::cut)
                                .map(found -> new Page<>(rows, found))))
                .compose(page -> page.rows().isEmpty()
                        ? Future.succeededFuture()
                        : writeThenSessions(
                                sessions(page), page.rows().getLast().session()));
    }

    private Future<Void> events(List<Stream> streams) {
        Future<Void> written = Future.succeededFuture();
        for (Stream stream : streams) {
            written = written.compose(before -> events(stream, 0));
        }
        return written;
    }

    private Future<Void> events(Stream stream, long afterSeq) {
        return read(client -> store.events(client, request, stream.number(), afterSeq)
                        .compose(rows -> documents
                                .documents(client, rows.stream().map(Event::ref).toList(), RecordLines::cut)
                                .map(found -> new Page<>(rows, found))))
                .compose(page -> page.rows().isEmpty()
                        ? Future.succeededFuture()
                        : writeThenEvents(
                                events(stream, page),
                                stream,
                                page.rows().getLast().ref().seq()));
    }

    /**
     * Writes a page and then the sessions. The next step, which stays in memory until the export is over, holds only
     * the end of the page and not the page itself.
     */
    private Future<Void> writeThenSessions(Buffer page, String last) {
        return write(page).compose(taken -> sessions(last));
    }

    private Future<Void> writeThenEvents(Buffer page, Stream stream, long last) {
        return write(page).compose(taken -> events(stream, last));
    }

    private Buffer sessions(Page<Session> page) {
        Buffer text = Buffer.buffer();
        for (Session one : page.rows()) {
            if (one.ofItsLogin()) {
                text.appendBuffer(lines.session(one, page.documents()));
                sessions++;
            } else {
                LOG.error(
                        "A session of café {} is not that of its login, stream {}, record {} of {}: left out of an export. Somebody"
                                + " changed the database without the service",
                        request.placeCode(),
                        one.stream(),
                        one.login().seq(),
                        one.login().day());
            }
        }
        return text;
    }

    private Buffer events(Stream stream, Page<Event> page) {
        Buffer text = Buffer.buffer();
        page.rows().forEach(one -> text.appendBuffer(lines.event(stream.id(), one, page.documents())));
        events += page.rows().size();
        return text;
    }

    private Future<Void> write(Buffer text) {
        return pages.taken(text.length(), response.write(text));
    }
}
