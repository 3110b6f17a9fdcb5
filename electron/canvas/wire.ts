import { z } from 'zod';

/** Shapes of Canvas' answers, only the parts we read (canvas-sis.md §2.4, §5.5, §5.6, §6). */

/** Ids are text (`canvas-string-ids`); a server that sends numbers is understood as long as they are exact. */
export const WireId = z.union([z.string().min(1), z.int().transform(String)]);
/** Absent when the token may not see it, null when there is none. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const sisId = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '');
const idOrEmpty = WireId.nullish().transform((value) => value ?? '');
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const WireSelf = z.object({ id: WireId, name: text });

export const WireAccount = z.object({
  id: WireId,
  name: z.string(),
  parent_account_id: WireId.nullish(),
  root_account_id: WireId.nullish(),
  workflow_state: z.string().default('active'),
  default_time_zone: z.string().nullish(),
  sis_account_id: sisId,
  integration_id: sisId,
  sis_import_id: idOrEmpty,
});

export const WirePermissions = z.record(z.string(), z.boolean());

export const WireProvider = z.object({ id: WireId, auth_type: z.string() });

export const WireTerm = z.object({
  id: WireId,
  name: text,
  start_at: text,
  end_at: text,
  workflow_state: z.string().default('active'),
  sis_term_id: sisId,
  sis_import_id: idOrEmpty,
  /** By type of enrollment; only when asked for. */
  overrides: z.record(z.string(), z.object({ start_at: text, end_at: text })).nullish(),
});
export const WireTerms = z.object({ enrollment_terms: z.array(WireTerm) });

export const WireCourse = z.object({
  id: WireId,
  name: text,
  course_code: text,
  workflow_state: z.string(),
  account_id: WireId,
  enrollment_term_id: WireId,
  sis_course_id: sisId,
  integration_id: sisId,
  sis_import_id: idOrEmpty,
});

export const WireSection = z.object({
  id: WireId,
  name: text,
  course_id: WireId,
  nonxlist_course_id: idOrEmpty,
  sis_section_id: sisId,
  sis_course_id: sisId,
  integration_id: sisId,
  start_at: text,
  end_at: text,
  restrict_enrollments_to_section_dates: z.boolean().nullish(),
  sis_import_id: idOrEmpty,
});

export const WireUser = z.object({
  id: WireId,
  name: text,
  sortable_name: text,
  sis_user_id: sisId,
  /** Absent when the token may not see it: then it is not known, not empty. */
  email: z.string().nullish(),
  sis_import_id: idOrEmpty,
});

export const WireLogin = z.object({
  id: WireId,
  unique_id: z.string(),
  workflow_state: z.string().default('active'),
  sis_user_id: sisId,
  integration_id: sisId,
  authentication_provider_id: idOrEmpty,
});

export const WireEnrollment = z.object({
  id: WireId,
  user_id: WireId,
  course_id: idOrEmpty,
  course_section_id: WireId,
  sis_section_id: sisId,
  sis_user_id: sisId,
  user: z.object({ sis_user_id: sisId }).nullish(),
  type: z.string(),
  role: z.string().nullish(),
  enrollment_state: z.string(),
  limit_privileges_to_course_section: flag,
  associated_user_id: idOrEmpty,
  sis_import_id: idOrEmpty,
});

const WireMessages = z.array(z.tuple([z.string().nullable(), z.string()]).rest(z.unknown())).nullish();

export const WireImport = z.object({
  id: WireId,
  workflow_state: z.string(),
  progress: z.number().nullish(),
  created_at: text,
  started_at: text,
  ended_at: text,
  user: z.object({ id: WireId, name: text }).nullish(),
  csv_attachments: z.array(z.object({ size: z.number().nullish() })).nullish(),
  batch_mode: flag,
  multi_term_batch_mode: flag,
  override_sis_stickiness: flag,
  diffing_data_set_identifier: z.string().nullish(),
  processing_warnings: WireMessages,
  processing_errors: WireMessages,
  data: z
    .object({
      counts: z.record(z.string(), z.unknown()).nullish(),
      statistics: z.record(z.string(), z.unknown()).nullish(),
      supplied_batches: z.array(z.string()).nullish(),
      error_message: z.string().nullish(),
    })
    .nullish(),
});
export const WireImports = z.object({ sis_imports: z.array(WireImport) });

export const WirePreAttachment = WireImport.extend({
  pre_attachment: z
    .object({
      upload_url: z.string(),
      upload_params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      file_param: z.string().nullish(),
    })
    .nullish(),
});
export type WirePreAttachment = z.infer<typeof WirePreAttachment>;

export const WireImportError = z.object({
  file: z.string().nullish(),
  message: z.string().nullish(),
  row_info: z.string().nullish(),
  row: z.number().nullish(),
});
export const WireImportErrors = z.object({ sis_import_errors: z.array(WireImportError) });

export const WireReportType = z.object({ report: z.string() });

export const WireReport = z.object({
  id: WireId,
  report: text,
  status: z.string(),
  progress: z.number().nullish(),
  message: z.string().nullish(),
  attachment: z.object({ url: z.string(), size: z.number().nullish(), filename: text }).nullish(),
});
