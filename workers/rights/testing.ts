import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js'

/** For tests: the files of a ZIP, each checked against its sum. */
export async function unzipped(zip: Response): Promise<Map<string, string>> {
	const reader = new ZipReader(new BlobReader(await zip.blob()), {
		useWebWorkers: false,
		checkSignature: true,
	})
	const found = new Map<string, string>()
	for (const entry of await reader.getEntries()) {
		if (!entry.directory) found.set(entry.filename, await entry.getData(new TextWriter()))
	}
	return found
}
