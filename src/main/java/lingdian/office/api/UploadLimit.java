package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.work.Places;

/**
 * Limits the requests with files that are under way: they are held in memory, and decoded and sealed there, so their bytes
 * together are at most a small part of the heap. One account has fewer, so that it cannot block the others.
 */
public final class UploadLimit {
    static final int OF_ACCOUNT_MAX = 2;
    static final int IN_ALL_MAX = 16;
    /** The largest request with files, which every node takes. */
    static final long REQUEST_BYTES_MAX = 12 * 1024 * 1024;

    private final Places<AccountId> requests = new Places<>(IN_ALL_MAX, OF_ACCOUNT_MAX);
    /** One request needs about five times its bytes while it is decoded and sealed. */
    private final Places<AccountId> bytes;

    /** @param heapBytes the most that the program may use */
    public UploadLimit(long heapBytes) {
        bytes = Places.ofHeap(heapBytes, REQUEST_BYTES_MAX);
    }

    /**
     * A request that is counted, until {@link #leave}.
     *
     * @param bytes that it holds at most
     */
    public record Upload(AccountId account, long bytes) {}

    /**
     * Counts a request, before its body is read; fails with 429 if it is one too many. After success, {@link #leave} must
     * be called once.
     *
     * @param bytesMax a larger body is refused, however long it says that it is
     */
    public Future<Upload> enter(AccountId account, HttpServerRequest request, long bytesMax) {
        var upload = new Upload(account, Math.min(bytesMax, declared(request).orElse(bytesMax)));
        return enter(upload)
                ? Future.succeededFuture(upload)
                : Future.failedFuture(
                        Refused.limit("files", 429, "So many files are being handed in already. Try again later."));
    }

    boolean enter(Upload upload) {
        if (requests.enter(upload.account()) != Places.Answer.TAKEN) {
            return false;
        }
        if (bytes.enter(upload.account(), upload.bytes()) != Places.Answer.TAKEN) {
            requests.leave(upload.account());
            return false;
        }
        return true;
    }

    public void leave(Upload upload) {
        requests.leave(upload.account());
        bytes.leave(upload.account(), upload.bytes());
    }

    /** The length of a request's body, if it says one. */
    public static Optional<Long> declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return Optional.ofNullable(length).map(Long::valueOf);
        } catch (NumberFormatException refusedByTheServerBefore) {
            return Optional.empty();
        }
    }
}
