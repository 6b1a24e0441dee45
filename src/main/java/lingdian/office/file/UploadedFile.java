package lingdian.office.file;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;

/**
 * A submitted file, read from a request and checked.
 *
 * @param content decoded, and of its declared type
 */
public record UploadedFile(String name, FileType type, byte[] content) {
    public static final int FILE_BYTES_MAX = 4 * 1024 * 1024;
    public static final int ALL_BYTES_MAX = 8 * 1024 * 1024;

    /**
     * The files of a body, whose number the OpenAPI document limits.
     *
     * @param allowed the types that are accepted here
     */
    public static List<UploadedFile> all(JsonObject body, String field, Predicate<FileType> allowed) {
        var files = new ArrayList<UploadedFile>();
        JsonArray sent = body.getJsonArray(field, new JsonArray());
        long bytes = 0;
        for (int i = 0; sent != null && i < sent.size(); i++) {
            UploadedFile file = one(sent.getJsonObject(i), "/" + field + "/" + i, allowed);
            bytes += file.content().length;
            files.add(file);
        }
        if (bytes > ALL_BYTES_MAX) {
            throw Refused.body("/" + field, "expected at most 8 MiB in total");
        }
        return files;
    }

    private static UploadedFile one(JsonObject sent, String pointer, Predicate<FileType> allowed) {
        FileType type =
                FileType.of(sent.getString("type")).filter(allowed).orElseThrow(() -> refused(pointer, FileFault.KIND));
        byte[] content = decoded(sent.getString("content"), pointer);
        fault(type, content).ifPresent(fault -> {
            throw refused(pointer, fault);
        });
        return new UploadedFile(sent.getString("name"), type, content);
    }

    private static Problem.Thrown refused(String pointer, FileFault fault) {
        return Refused.body(pointer + fault.pointer, fault.detail);
    }

    /** Why a file of any accepted type would be refused; empty if it would not be. */
    public static Optional<FileFault> fault(String mediaType, byte[] content) {
        return FileType.of(mediaType).map(type -> fault(type, content)).orElse(Optional.of(FileFault.KIND));
    }

    private static Optional<FileFault> fault(FileType type, byte[] content) {
        if (content.length == 0) {
            return Optional.of(FileFault.EMPTY);
        }
        if (content.length > FILE_BYTES_MAX) {
            return Optional.of(FileFault.SIZE);
        }
        return type.fits(content) ? Optional.empty() : Optional.of(FileFault.CONTENT);
    }

    private static byte[] decoded(String content, String pointer) {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException malformed) {
            throw Refused.body(pointer + "/content", "expected base64");
        }
    }

    @Override
    public String toString() {
        return "UploadedFile[" + type.wire() + ", " + content.length + " bytes]"; // people name files after people
    }
}
