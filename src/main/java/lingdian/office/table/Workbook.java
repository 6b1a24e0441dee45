package lingdian.office.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.ParserConfigurationException;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * The first sheet of a workbook (ISO/IEC 29500), read row by row. Its size unpacked is bounded before anything else reads
 * it, since a few kilobytes can unpack to gigabytes; and what is read then is what was measured. The text of its cells is
 * bounded besides, since many cells can refer to one text.
 */
final class Workbook {
    /** Twice what 20,000 rows take. */
    private static final long UNPACKED_BYTES_MAX = 32L * 1024 * 1024;
    /** Read as a tree, they take thirty times as much memory. */
    private static final long STYLES_BYTES_MAX = 1024L * 1024;

    private static final long STRINGS_BYTES_MAX = 16L * 1024 * 1024;
    /** What says which part is what, is read as a tree before anything else. */
    private static final long INDEX_BYTES_MAX = 1024L * 1024;

    /** The longest that is taken are the 200 place codes of an account, 3,000 characters. */
    private static final int CELL_CHARACTERS_MAX = 4_000;
    /** 20,000 rows of 400 characters; a row of a café has some 100. */
    private static final long CHARACTERS_MAX = 8L * 1024 * 1024;

    private static final int PARTS_MAX = 1_000;
    private static final int PIECE_BYTES = 64 * 1024;

    private Workbook() {}

    static List<RawRow> rows(byte[] file) {
        try {
            try (OPCPackage opened = OPCPackage.open(new ByteArrayInputStream(measured(file)))) {
                return rows(opened);
            }
        } catch (Problem.Thrown refused) {
            throw refused;
        } catch (IOException
                | OpenXML4JException
                | SAXException
                | ParserConfigurationException
                | RuntimeException broken) { // the library throws its own unchecked ones for broken files
            throw Refused.with(400, "The file is no workbook that can be read. Save it again as .xlsx, or as CSV.");
        }
    }

    /**
     * A package of the parts that were measured and are needed. The library reads a ZIP file in its own way, in which there
     * may be parts that nobody has measured.
     */
    static byte[] measured(byte[] file) throws IOException, SAXException, ParserConfigurationException {
        PartTypes types = measuredTypes(file);
        var copy = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file));
                var out = new ZipOutputStream(copy)) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry(PartTypes.LIST));
            out.write(types.needed());
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                if (types.isNeeded(part.getName())) {
                    out.putNextEntry(new ZipEntry(part.getName()));
                    zip.transferTo(out);
                }
            }
        }
        return copy.toByteArray();
    }

    /** Measures all parts, since those that are left out are unpacked, too. */
    private static PartTypes measuredTypes(byte[] file) throws IOException, SAXException, ParserConfigurationException {
        var piece = new byte[PIECE_BYTES];
        long bytes = 0;
        long index = 0;
        int parts = 0;
        var types = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                parts++;
                boolean isTypes = part.getName().equalsIgnoreCase(PartTypes.LIST);
                boolean isIndex =
                        isTypes || part.getName().toLowerCase(Locale.ROOT).endsWith(".rels");
                for (int read = zip.read(piece); read >= 0; read = zip.read(piece)) {
                    bytes += read;
                    index += isIndex ? read : 0;
                    if (bytes > UNPACKED_BYTES_MAX || index > INDEX_BYTES_MAX || parts > PARTS_MAX) {
                        throw tooLarge();
                    }
                    if (isTypes) {
                        types.write(piece, 0, read);
                    }
                }
            }
        }
        return PartTypes.of(new ByteArrayInputStream(types.toByteArray()));
    }

    private static List<RawRow> rows(OPCPackage opened)
            throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        limit(opened, XSSFRelation.STYLES, STYLES_BYTES_MAX);
        limit(opened, XSSFRelation.THEME, STYLES_BYTES_MAX);
        limit(opened, XSSFRelation.SHARED_STRINGS, STRINGS_BYTES_MAX);
        var reader = new XSSFReader(opened);
        Iterator<InputStream> sheets = reader.getSheetsData();
        if (!sheets.hasNext()) {
            return List.of();
        }
        var sheet = new Sheet();
        try (InputStream data = sheets.next()) {
            XMLReader xml = XMLHelper.newXMLReader(); // without entities and outside documents
            xml.setContentHandler(new XSSFSheetXMLHandler(
                    reader.getStylesTable(),
                    null,
                    SharedTexts.of(opened, CELL_CHARACTERS_MAX),
                    sheet,
                    new CellText(),
                    false));
            xml.parse(new InputSource(data));
        }
        return sheet.rows;
    }

    /** Of parts of a kind, whatever they are called. */
    private static void limit(OPCPackage opened, XSSFRelation kind, long bytesMax) throws IOException {
        for (PackagePart part : opened.getPartsByContentType(kind.getContentType())) {
            try (InputStream read = part.getInputStream()) {
                if (read.transferTo(OutputStream.nullOutputStream()) > bytesMax) {
                    throw tooLarge();
                }
            }
        }
    }

    private static Problem.Thrown tooLarge() {
        return Refused.with(413, "The workbook is too large unpacked. Save the one sheet as CSV.");
    }

    /** Collects the rows that are not blank. */
    private static final class Sheet implements SheetContentsHandler {
        private final List<RawRow> rows = new ArrayList<>();
        private List<String> cells = new ArrayList<>();
        private int row = -1;
        private long characters;

        /** @throws Problem.Thrown if a row comes twice: what is said of it could not be told apart */
        @Override
        public void startRow(int number) {
            if (number <= row) {
                throw Refused.with(
                        400,
                        "Row " + (number + 1) + " of the sheet comes after row " + (row + 1)
                                + ". Save the workbook again as .xlsx, or as CSV.");
            }
            row = number;
            cells = new ArrayList<>();
        }

        @Override
        public void cell(@Nullable String reference, @Nullable String text, @Nullable XSSFComment comment) {
            int column = reference == null ? cells.size() : new CellReference(reference).getCol();
            if (text == null) {
                return;
            }
            count(column, text);
            if (text.isBlank()) {
                return;
            }
            if (column >= TableFile.COLUMNS_MAX) {
                throw TableFile.tooManyColumns();
            }
            while (cells.size() <= column) {
                cells.add("");
            }
            cells.set(column, text);
        }

        private void count(int column, String text) {
            characters += text.length();
            if (text.length() > CELL_CHARACTERS_MAX) {
                throw Refused.with(
                        413,
                        "Cell " + new CellReference(row, column).formatAsString(false) + " has more than "
                                + CELL_CHARACTERS_MAX + " characters. Shorten it.");
            }
            if (characters > CHARACTERS_MAX) {
                throw Refused.with(
                        413,
                        "The cells of the sheet have more than " + CHARACTERS_MAX
                                + " characters together. Remove columns that are not needed, or split the table.");
            }
        }

        @Override
        public void endRow(int number) {
            if (cells.isEmpty()) {
                return;
            }
            if (rows.size() > TableFile.ROWS_MAX) {
                throw TableFile.tooManyRows();
            }
            rows.add(new RawRow(number + 1, cells));
        }
    }
}
