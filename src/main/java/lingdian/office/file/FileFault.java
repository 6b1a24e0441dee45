package lingdian.office.file;

/** Why a file is not taken. */
public enum FileFault {
    KIND("/type", "is not accepted here"),
    EMPTY("/content", "expected from 1 byte to 4 MiB"),
    SIZE("/content", "expected from 1 byte to 4 MiB"),
    CONTENT("/content", "does not match its declared type");

    final String pointer;
    final String detail;

    FileFault(String pointer, String detail) {
        this.pointer = pointer;
        this.detail = detail;
    }
}
