export { countOf, intake, placesOf, type IntakeOptions, type Place } from './intake';
export { isFailure, type AuditItem, type Intake, type IntakeFailure } from './item';
export { labeller, type Labeller, type LabelRules } from './labels';
