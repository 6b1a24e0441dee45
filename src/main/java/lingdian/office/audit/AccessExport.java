package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Function;
import lingdian.office.audit.AccessPageStore.StoredEntry;

/**
 * One running export: reads a page, writes it, waits until the reader has taken it, then reads the next.
 *
 * <p>So memory holds one page whatever the length, and a slow reader delays no other request. The status cannot be
 * changed once the response has begun: if the export fails then, the connection is closed, so that part of a log is not
 * taken for the whole.
 */
final class AccessExport {
    private static final int PAGE = 1_000;

    private final HttpServerResponse response;
    private final Function<StoredEntry, String> line;
    private final Promise<Void> done = Promise.promise();

    /** Reads the entries after a number. */
    @FunctionalInterface
    interface Pages {
        Future<List<StoredEntry>> after(long position, int limit);
    }

    private AccessExport(HttpServerResponse response, Function<StoredEntry, String> line, String type, String name) {
        this.response = response;
        this.line = line;
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    static AccessExport ndjson(HttpServerResponse response, AccessEntryView view) {
        return new AccessExport(
                response, entry -> view.json(entry).encode() + "\n", "application/x-ndjson", "access-log.ndjson");
    }

    static AccessExport csv(HttpServerResponse response, AccessEntryView view) {
        return new AccessExport(response, view::csv, "text/csv; charset=utf-8", "access-log.csv");
    }

    /** Fails only if nothing has been sent yet. */
    Future<Void> run(Pages pages) {
        response.exceptionHandler(left -> done.tryComplete());
        response.closeHandler(left -> done.tryComplete());
        next(pages, 0);
        return done.future();
    }

    private void next(Pages pages, long after) {
        if (done.future().isComplete()) {
            return;
        }
        pages.after(after, PAGE).onSuccess(page -> write(pages, page)).onFailure(this::fail);
    }

    private void write(Pages pages, List<StoredEntry> page) {
        if (done.future().isComplete()) {
            return;
        }
        var text = new StringBuilder();
        if (!response.headWritten()) {
            response.setChunked(true);
            text.append(isCsv() ? AccessEntryView.CSV_HEADER : "");
        }
        page.forEach(entry -> text.append(line.apply(entry)));
        Buffer lines = Buffer.buffer(text.toString());
        if (page.size() < PAGE) {
            response.end(lines).onComplete(sent -> done.tryComplete());
        } else {
            response.write(lines)
                    .onSuccess(taken -> next(pages, page.getLast().link().position()))
                    .onFailure(left -> done.tryComplete());
        }
    }

    private boolean isCsv() {
        return String.valueOf(response.headers().get(HttpHeaders.CONTENT_TYPE)).startsWith("text/csv");
    }

    private void fail(Throwable cause) {
        if (response.headWritten()) {
            response.reset();
            done.tryComplete();
        } else {
            response.headers().remove("Content-Disposition");
            done.tryFail(cause);
        }
    }
}
