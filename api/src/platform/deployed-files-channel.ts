/** NOTIFY channel that tells every node that files were deployed. */
export const DEPLOYED_FILES_CHANNEL = 'shahrah_files';
